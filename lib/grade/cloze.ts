import type { ClozeAnswer, ClozeQuestion, ClozeSolution } from "#lib/kind/cloze.ts";
import { fitSymbols } from "./symbolic.ts";
import { invalid, type Marked } from "./verdict.ts";

const MAX_LENGTH = 200;
/** Words at least this long forgive one slip of the keyboard. */
const FORGIVING_LENGTH = 6;

/** Right when every blank is; the credit is the share of them. */
export function markCloze({ texts }: ClozeAnswer, { reads }: ClozeQuestion, { blanks }: ClozeSolution): Marked {
  if (texts.length !== blanks.length)
    return invalid("wrong-shape", `There are ${blanks.length} blanks, and ${texts.length} were filled.`);
  for (const [i, text] of texts.entries()) {
    const isEmpty = reads?.[i] === "formula" ? text.trim() === "" : normalise(text) === "";
    if (isEmpty) return invalid("empty", `Blank ${i + 1} is still empty.`);
    if (text.length > MAX_LENGTH)
      return invalid("too-long", `Blank ${i + 1} has ${text.length} characters; ${MAX_LENGTH} is the most.`);
  }
  const fits: Fit[] = [];
  for (const [i, text] of texts.entries()) {
    if (reads?.[i] !== "formula") {
      fits.push(fit(normalise(text), blanks[i].map(normalise)));
      continue;
    }
    const symbols = fitSymbols(text.trim(), blanks[i]);
    if (symbols.kind === "unreadable") return invalid("not-a-formula", `Blank ${i + 1}: ${symbols.says}`);
    fits.push(symbols.kind === "fits" ? "exactly" : "no");
  }
  const right = fits.filter((f) => f !== "no").length;
  const misspelt = texts.filter((_, i) => fits[i] === "nearly");
  return {
    outcome: right === blanks.length ? "right" : "wrong",
    read: texts.map((text) => text.trim()).join(", "),
    credit: right / blanks.length,
    diagnosis: null,
    ...(misspelt.length > 0 && { note: `Taken as right in spite of the spelling: ${misspelt.join(", ")}.` }),
  };
}

type Fit = "exactly" | "nearly" | "no";

function fit(text: string, accepted: string[]): Fit {
  if (accepted.includes(text)) return "exactly";
  return accepted.some((word) => word.length >= FORGIVING_LENGTH && oneSlip(text, word)) ? "nearly" : "no";
}

/** Case, accents, hyphens, articles and outer punctuation don't matter. */
function normalise(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[-‐‑–_\s]+/g, " ")
    .replace(/^[\s"'“”‘’.,;:$]+|[\s"'“”‘’.,;:$]+$/g, "")
    .replace(/^(the|a|an) /, "");
}

/** One letter changed, added, left out, or two neighbours swapped. */
function oneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < Math.min(a.length, b.length) && a[i] === b[i]) i++;
  const rest = (text: string, from: number) => text.slice(from);
  return (
    rest(a, i + 1) === rest(b, i + 1) ||
    rest(a, i + 1) === rest(b, i) ||
    rest(a, i) === rest(b, i + 1) ||
    (a[i] === b[i + 1] && a[i + 1] === b[i] && rest(a, i + 2) === rest(b, i + 2))
  );
}
