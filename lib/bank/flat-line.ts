import { words } from "./words.ts";

export type LineKind = "blank" | "heading" | "bullet" | "number" | "row" | "code" | "prose";

const DRAWING = /[\u2500-\u259f▲▼►◄]/;
const CODE =
  /^\s*(?:import \w|from [\w.]+ import|def \w+\(|class \w+[(:]|for [\w, ]+ in .*:|while .*:$|if .*:$|elif .*:$|else:|return\b|print\(|with .*:$|try:|except\b|@\w|#\s|\/\/|"""|[)\]}]+[,;]?$)|\bself\.\w|\b(?:np|torch|nn|optim|tf|plt)\.\w+|^\s*[\w.[\], ]+\s*[-+*/@]?=\s*\S+\(|\w\(.*\)\s*(?:#.*)?$(?<=[)\w])(?<=^\s*[\w.]+\(.*)/;
const EQUATION = /^[^.]*[=←≈]|(?:[→←].*){2}/;
const HEADING_WORDS = 12;
const LOOKED_AT = 600;

/** What the line `at` of a flattened text is; `marked` when its headings carry a pilcrow. */
export function kindOfLine(lines: readonly string[], at: number, marked: boolean): LineKind {
  // Code shows itself at once, and a line of a megabyte is not worth more than its beginning.
  const line = (lines[at] ?? "").trimStart().slice(0, LOOKED_AT);
  const text = line.trim();
  if (text === "") return "blank";
  if (/\S¶$/.test(text)) return "heading";
  if (text.startsWith("|")) return "row";
  if (DRAWING.test(text)) return "code";
  if (/^(?:[•◦▪‣●]\s*\S|[*–-]\s+\S)/.test(text)) return CODE.test(text.slice(1).trim()) ? "code" : "bullet";
  if (/^[-*•]$/.test(text)) return "bullet";
  if (CODE.test(line)) return "code";
  if (/^\d{1,2}[.)]\s+\S/.test(text)) {
    if (!marked && standsAlone(lines, at) && looksLikeTitle(text.replace(/^\d{1,2}[.)]\s+/, ""))) return "heading";
    return "number";
  }
  if (EQUATION.test(text) && sayable(text) < 8) return "code";
  if (!marked && looksLikeTitle(text) && followedByText(lines, at)) return "heading";
  return mostlyWords(text) ? "prose" : "code";
}

/** How many ordinary words of three letters or more a line has. */
const sayable = (text: string) => words(text).filter((word) => /^\p{L}{3,}$/u.test(word)).length;

function mostlyWords(text: string): boolean {
  const letters = text.match(/[\p{L}\s.,;:'’"“”()?!-]/gu)?.length ?? 0;
  return words(text).length >= 3 && letters >= text.length * 0.75;
}

function looksLikeTitle(text: string): boolean {
  const bare = text.replace(/^[^\p{L}\p{N}]+/u, "");
  if (bare.length < 4 || bare.length > 80 || words(bare).length > HEADING_WORDS) return false;
  if (!/^[\p{Lu}\p{N}]/u.test(bare) || /[.,;:!]$/.test(bare) || /[=←→|<>{}[\]∑Σ∂₀-₉]/.test(bare)) return false;
  if (/^(?:Q|A|Question|Answer)\s*\d*[:.]/.test(bare) || /:\s+[^\p{Lu}]|:\s.*["”]/u.test(bare)) return false;
  return /\p{L}{3}/u.test(bare) && mostlyWords(`${bare} a a a`);
}

/** A title has text, a list or a subordinate title after it, not one more line of a label's length and nothing else. */
function followedByText(lines: readonly string[], at: number): boolean {
  if (/^\s*\p{Ll}/u.test(lines[at + 1] ?? "")) return false;
  for (const next of lines.slice(at + 1, at + 6)) {
    const text = next.trim();
    if (text === "") continue;
    if (/^(?:[•◦▪‣●*–-]|\d{1,2}[.)])\s+\S/.test(text) || text.startsWith("|")) return true;
    if (text.length >= 60 || /[.:?!]["”)]?$/.test(text)) return true;
    if (!looksLikeTitle(text)) return false;
  }
  return false;
}

function standsAlone(lines: readonly string[], at: number): boolean {
  const next = lines.slice(at + 1).find((line) => line.trim() !== "") ?? "";
  const before = lines.slice(0, at).findLast((line) => line.trim() !== "") ?? "";
  return !/^\s*\d{1,2}[.)]\s/.test(next) && !/^\s*\d{1,2}[.)]\s/.test(before);
}
