import type { Directive } from "../directive.ts";
import type { RecallDraft } from "../draft.ts";
import { type Complain, head, joined, numbered } from "./block.ts";

const RUBRIC = { fewest: 2, most: 5 };

/** `:::recall{#id}`: a question, a model answer `> …`, rubric points `- [ ] …`. */
export function readRecall(block: Directive, complain: Complain): RecallDraft | null {
  const stem: string[] = [];
  const answer: string[] = [];
  const rubric: string[] = [];
  for (const { text, line, fenced } of numbered(block)) {
    const point = fenced ? null : /^[-*]\s+\[.?\](?:\s+(.*))?$/.exec(text);
    const quote = fenced ? null : /^>\s?(.*)$/.exec(text);
    if (point) {
      if (!point[1]?.trim()) complain(line, "a rubric point without text");
      rubric.push(point[1]?.trim() ?? "");
    } else if (quote && rubric.length > 0) {
      complain(line, "the model answer (> …) stands before the rubric");
    } else if (quote) {
      answer.push(quote[1] ?? "");
    } else if (rubric.length > 0 && /^\s{2,}\S/.test(text)) {
      rubric.push(joined(rubric.pop(), text));
    } else if (rubric.length === 0 && answer.length === 0) {
      stem.push(text);
    } else if (text.trim() !== "") {
      complain(line, `"${text.trim()}" is neither a line of the answer (> …) nor a rubric point (- [ ] …)`);
    }
  }
  if (stem.join("").trim() === "") complain(block.line, "a recall needs a question");
  if (answer.join("").trim() === "") complain(block.line, "a recall needs a model answer (> …)");
  if (rubric.length < RUBRIC.fewest || rubric.length > RUBRIC.most) {
    complain(
      block.line,
      `a recall needs ${RUBRIC.fewest} to ${RUBRIC.most} rubric points (- [ ] …), this one has ${rubric.length}`,
    );
  }
  return {
    ...head(block),
    kind: "recall",
    stem: stem.join("\n").trim(),
    answer: answer.join("\n").trim(),
    rubric,
  };
}
