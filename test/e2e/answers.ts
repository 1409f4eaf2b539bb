import type { Page } from "@playwright/test";
import type { Answer } from "#lib/grade/answer.ts";
import type { Diagnosis } from "#lib/grade/verdict.ts";
import { keyOf } from "#lib/grade/key.ts";
import { mark } from "#lib/grade/mark.ts";
import type { Variant } from "#lib/item/question.ts";

/** The answer that the stored key says is right, as a learner would write it. */
export function rightAnswer(variant: Variant): Answer {
  return keyOf(variant);
}

/** A wrong answer; where it can be, one that a misconception explains. */
export function wrongAnswer(variant: Variant): { answer: Answer; diagnosis: Diagnosis | null } {
  const candidates = wrongAnswers(variant).map((answer) => ({ answer, marked: mark(answer, variant) }));
  const wrong = candidates.flatMap(({ answer, marked }) =>
    marked.outcome === "wrong" ? [{ answer, diagnosis: marked.diagnosis }] : [],
  );
  const [best] = wrong.sort((a, b) => evidence(b.diagnosis) - evidence(a.diagnosis));
  if (!best) throw new Error(`no wrong answer is known to ${variant.item}, seed ${variant.seed}`);
  return best;
}

function evidence(diagnosis: Diagnosis | null): number {
  return diagnosis === null ? 0 : 1 + diagnosis.notes.length;
}

function wrongAnswers({ question, solution }: Variant): Answer[] {
  switch (solution.kind) {
    case "numeric":
      return [
        ...solution.malOutcomes.map(({ value }): Answer => ({ kind: "numeric", text: String(value) })),
        { kind: "numeric", text: "987654" },
      ];
    case "tensor":
      return [
        ...solution.malOutcomes.map(
          ({ value }): Answer => ({ kind: "tensor", cells: (value as number[][]).map((row) => row.map(String)) }),
        ),
        { kind: "tensor", cells: solution.key.map((row) => row.map(() => "987654")) },
      ];
    case "bug":
      return question.kind === "bug" ? question.lines.map((_, i) => ({ kind: "bug", line: i + 1 })) : [];
    case "choice":
      return solution.options.map((_, option) => ({ kind: "choice", option }));
    case "cloze":
      return [{ kind: "cloze", texts: solution.blanks.map(() => "quite another thing") }];
    case "expression":
      return [...solution.wrong.map(({ formula }) => formula), "987654"].map((text) => ({ kind: "expression", text }));
    case "multi": {
      const key = solution.options.flatMap(({ correct }, option) => (correct ? option : []));
      return solution.options.map((_, option) => ({
        kind: "multi",
        ticked: key.includes(option)
          ? key.filter((other) => other !== option)
          : [...key, option].toSorted((a, b) => a - b),
      }));
    }
    case "match":
      return [
        ...solution.mistakes.map(
          ({ left, right }): Answer => ({ kind: "match", chosen: solution.key.with(left, right) }),
        ),
        { kind: "match", chosen: solution.key.map((_, row) => solution.key[(row + 1) % solution.key.length]) },
      ];
    case "order":
      return solution.entries.flatMap(({ after }, entry) =>
        after
          .map((needed) => {
            const others = solution.key.filter((other) => other !== entry);
            return others.toSpliced(others.indexOf(needed), 0, entry);
          })
          .filter((order) => order.some((shown, place) => shown !== place))
          .map((order): Answer => ({ kind: "order", order })),
      );
    case "recall":
      return [{ kind: "recall", text: "", ticked: [] }];
  }
}

/** Writes an answer with the keyboard alone, as far as the key that hands it in. */
export async function writeAnswer(page: Page, answer: Answer): Promise<void> {
  switch (answer.kind) {
    case "bug":
      return chooseLine(page, answer.line);
    case "choice":
      return page.keyboard.press(String(answer.option + 1));
    case "expression":
    case "numeric":
      return page.keyboard.type(answer.text);
    case "tensor":
      return writeFields(page, answer.cells.flat());
    case "cloze":
      return writeFields(page, answer.texts);
    case "multi":
      for (const option of answer.ticked) await page.keyboard.press(String(option + 1));
      return;
    case "match":
      for (const choice of answer.chosen) await page.keyboard.press(String(choice + 1));
      return;
    case "order":
      return moveEntries(page, answer.order);
    case "recall":
      return page.keyboard.type(answer.text);
  }
}

/** Brings the entries from the order shown into another, one after the other from the top. */
async function moveEntries(page: Page, wanted: readonly number[]): Promise<void> {
  let shown = wanted.map((_, place) => place);
  for (const [to, entry] of wanted.entries()) {
    const from = shown.indexOf(entry);
    await page.keyboard.press("Home");
    for (let place = 0; place < from; place++) await page.keyboard.press("ArrowDown");
    for (let place = from; place > to; place--) await page.keyboard.press("Alt+ArrowUp");
    shown = shown.filter((other) => other !== entry).toSpliced(to, 0, entry);
  }
}

/** The number keys reach nine lines; arrow keys go on from there. */
async function chooseLine(page: Page, line: number): Promise<void> {
  await page.keyboard.press(String(Math.min(line, 9)));
  if (line <= 9) return;
  await page.getByRole("radio", { checked: true }).focus();
  for (let at = 9; at < line; at++) await page.keyboard.press("ArrowDown");
}

async function writeFields(page: Page, texts: string[]): Promise<void> {
  for (const [i, text] of texts.entries()) {
    if (i > 0) await page.keyboard.press("Tab");
    await page.keyboard.type(text);
  }
}
