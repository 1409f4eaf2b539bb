/** The cells of a "|" row. */
export function readRow(line: string): string[] {
  const inner = line
    .trim()
    .replace(/^\|/, "")
    .replace(/(?<!\\)\|$/, "");
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim());
}

/**
 * The rows of the table that begins in line `start`. A row with too few cells is joined to the lines after it until it
 * has as many as the first, as long as they are not rows of their own.
 */
export function joinedRows(lines: readonly string[], start: number) {
  const width = readRow(lines[start] ?? "").length;
  const rows: { text: string; first: number; last: number }[] = [];
  let i = start;
  while (i < lines.length && (lines[i] ?? "").startsWith("|")) {
    const first = i;
    let text = (lines[i] ?? "").trimEnd();
    while (readRow(text).length < width && isRest(lines[i + 1])) text += ` ${(lines[++i] ?? "").trim()}`;
    rows.push({ text, first, last: i });
    i++;
  }
  return { rows, last: i - 1 };
}

const isRest = (line: string | undefined) =>
  line !== undefined && !line.startsWith("|") && line.trimEnd().endsWith("|");
