const ABBREVIATION = /(?:\b(?:e\.g|i\.e|vs|cf|al|etc|Fig|Eq|Ch|approx|resp|Dr|Prof|No)|\b[A-Z])\.$/;

/** Cuts a paragraph of markdown into sentences; formulas, code and abbreviations are not cut. */
export function sentences(markdown: string): string[] {
  const found: string[] = [];
  let start = 0;
  const protectedText = markdown.replace(/\$[^$]*\$|`[^`]*`/g, (span) => "x".repeat(span.length));
  for (const match of protectedText.matchAll(/[.!?][)\]"”’*]*\s+(?=[\p{Lu}\p{N}$*"“(`[x])/gu)) {
    const end = match.index + match[0].trimEnd().length;
    const next = markdown.slice(match.index + match[0].length);
    if (protectedText.startsWith("x", match.index + match[0].length) && !/^[$`]/.test(next)) continue;
    if (ABBREVIATION.test(protectedText.slice(Math.max(start, match.index - 10), match.index + 1))) continue;
    found.push(markdown.slice(start, end).trim());
    start = match.index + match[0].length;
  }
  found.push(markdown.slice(start).trim());
  return found.filter((sentence) => sentence !== "");
}
