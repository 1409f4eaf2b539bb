/**
 * A grid as a spreadsheet, NumPy or a program prints it. Rows by line, semicolon or bracket; entries by tab, else by
 * space, else by comma, so that a decimal comma stays in its number where something else parts the entries.
 */
export function readGrid(text: string): string[][] {
  return text
    .replace(/array\(|\)|,?\s*dtype=\w+/g, "")
    .split(/\]\s*,?\s*\[|[\n;]/)
    .map((line) => entries(line.replace(/[[\]]/g, " ").trim()))
    .filter((line) => line.length > 0);
}

function entries(line: string): string[] {
  const separator = line.includes("\t") ? /\t/ : /\s/.test(line) ? /\s+/ : /,/;
  return line
    .split(separator)
    .map((entry) => entry.trim().replace(/,$/, ""))
    .filter((entry) => entry !== "");
}
