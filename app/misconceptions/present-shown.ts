import "server-only";
import type { ShownAnswer } from "#app/_data/misunderstood-answers.ts";
import type { Html } from "#app/_ui/rich-text.tsx";
import { presenterOf } from "#app/drill/kinds/presenters.ts";
import { mark } from "#lib/grade/mark.ts";
import type { PublicQuestion } from "#lib/item/question.ts";
import { type KindName, kinds } from "#lib/kind/kinds.ts";
import { renderInline, renderMarkdown, renderPlain } from "#lib/text/markdown.ts";

/** A question that was answered wrong, as it is read again later. */
export interface ShownView {
  asked: Html;
  yours: Html;
  right: Html;
}

/** Kinds whose answers are parts of the question, with whatever formulas these hold. */
const QUOTING: ReadonlySet<KindName> = new Set(["choice", "multi", "order", "match"] as const);

/** An answer that showed a misconception beside what was right, both by the snapshot of what was asked. */
export function presentShown({ variant, answer, verdict }: ShownAnswer): ShownView {
  const { question, solution } = variant;
  const key = kinds[question.kind].key(question as never, solution as never);
  const markedKey = mark(key, variant);
  const rightInWords = markedKey.outcome === "invalid" ? "" : markedKey.read;
  const asked = presentAsked(question);
  if (QUOTING.has(question.kind))
    return { asked, yours: renderInline(verdict.read), right: renderInline(rightInWords) };
  if (question.kind === "bug") return { asked, yours: renderPlain(verdict.read), right: renderPlain(rightInWords) };
  const presenter = presenterOf(question.kind);
  const whole = answer?.kind === "steps" ? null : answer;
  const answered = { question, solution, answer: whole, verdict };
  return {
    asked,
    yours: presenter.yours(answered) ?? renderPlain(verdict.read),
    right: presenter.key(answered) ?? renderPlain(rightInWords),
  };
}

function presentAsked(question: PublicQuestion): Html {
  const code = question.kind === "bug" ? ["", "```", ...question.lines, "```"] : [];
  return renderMarkdown([question.prompt, ...code].join("\n"));
}
