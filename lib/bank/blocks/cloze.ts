import { isReadable } from "../../grade/symbolic.ts";
import type { Directive } from "../directive.ts";
import type { ClozeDraft } from "../draft.ts";
import { type Complain, head, numbered } from "./block.ts";

const MOST_BLANKS = 6;
/** What is compared as it is written, without being a formula: a sign or a command for one. */
const SIGN = /^(?:[-+*/=<>^!∇∂⊙⊤·×]|\\[A-Za-z]+)$/u;

/**
 * `:::cloze{#id}`: a text with blanks `[[answer|another writing]]`, also within formulas, and an explanation `> …`.
 * A blank in a formula is shown as a box and its writings are light LaTeX.
 */
export function readCloze(block: Directive, complain: Complain): ClozeDraft | null {
  const text: string[] = [];
  const explanation: string[] = [];
  for (const { text: line, line: at, fenced } of numbered(block)) {
    const quote = fenced ? null : /^>\s?(.*)$/.exec(line);
    if (quote) explanation.push(quote[1]);
    else if (explanation.length === 0) text.push(line);
    else if (line.trim() !== "") complain(at, "the explanation (> …) stands after the text");
  }
  const source = text.join("\n").trim();
  const found = [...source.matchAll(/\$\$[^$]*\$\$|\$[^$\n]*\$|\[\[[^[\]]*\]\]/g)].flatMap(([piece]) =>
    [...piece.matchAll(/\[\[([^[\]]*)\]\]/g)].map(([, inner]) => ({
      writings: inner.split("|").map((writing) => writing.trim()),
      reads: piece.startsWith("$") ? ("formula" as const) : ("words" as const),
    })),
  );
  if (found.length === 0) complain(block.line, "a cloze needs a blank, as in [[answer]]");
  if (found.length > MOST_BLANKS)
    complain(block.line, `a cloze has at most ${MOST_BLANKS} blanks, not ${found.length}`);
  for (const { writings, reads } of found)
    for (const writing of writings) {
      if (writing === "") complain(block.line, "a blank without an answer");
      else if (reads === "formula" && !SIGN.test(writing) && !isReadable(writing))
        complain(block.line, `"${writing}" can't be read as a formula; write it in light LaTeX, with braces`);
    }
  return {
    ...head(block),
    kind: "cloze",
    cloze: boxed(source, found.length),
    blanks: found.map(({ writings }) => writings),
    ...(found.some(({ reads }) => reads === "formula") ? { reads: found.map(({ reads }) => reads) } : {}),
    ...(explanation.length > 0 ? { explanation: explanation.join("\n").trim() } : {}),
  };
}

/** The text with its blanks numbered: `[[1]]` among words, a box in a formula. */
function boxed(source: string, blanks: number): string {
  let blank = 0;
  const numberedIn = (piece: string, write: (n: number) => string) =>
    piece.replace(/\[\[[^[\]]*\]\]/g, () => write(++blank));
  return source.replace(/\$\$[^$]*\$\$|\$[^$\n]*\$|\[\[[^[\]]*\]\]/g, (piece) =>
    piece.startsWith("$")
      ? numberedIn(piece, (n) => (blanks === 1 ? String.raw`{\boxed{\,?\,}}` : String.raw`{\boxed{\,?_${n}\,}}`))
      : numberedIn(piece, (n) => `[[${n}]]`),
  );
}
