import type { PublicQuestion } from "#lib/item/question.ts";

/**
 * The chance to answer a question rightly without any knowledge: one of n options or lines, one of the 2ⁿ − 1 ways to
 * choose some of n, one of n! orders or pairings. What has to be written down is not guessed. Which of the kinds this is
 * of does not matter to anyone else.
 */
export function guessingOf(question: PublicQuestion): number {
  switch (question.kind) {
    case "choice":
      return 1 / question.options.length;
    case "bug":
      return 1 / question.lines.length;
    case "multi":
      return 1 / (2 ** question.options.length - 1);
    case "order":
      return 1 / factorial(question.entries.length);
    case "match":
      return 1 / factorial(question.right.length);
    default:
      return 0;
  }
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}
