import { FormatError } from "../errors.ts";

/** A line's cells, and its number in the text, counted from 1. */
export interface CsvLine {
  readonly cells: readonly string[];
  readonly line: number;
}

/**
 * The lines of a table by RFC 4180: cells may be quoted, then hold delimiters, line ends and doubled quotes. Empty lines
 * are left out. Throws a FormatError for a quote that is not closed, or not at the border of its cell.
 */
export function splitCsv(text: string, delimiter: string): CsvLine[] {
  const lines: CsvLine[] = [];
  let cells: string[] = [];
  let line = 1;
  let at = 0;
  while (at < text.length) {
    const start = line;
    for (;;) {
      const { cell, end, lineEnds } = text[at] === '"' ? quoted(text, at, line) : bare(text, at, delimiter, line);
      cells.push(cell);
      line += lineEnds;
      at = end;
      if (text[at] !== delimiter) break;
      at++;
    }
    at = pastLineEnd(text, at, line);
    if (cells.length > 1 || cells[0] !== "") lines.push({ cells, line: start });
    cells = [];
    line++;
  }
  return lines;
}

interface Cell {
  readonly cell: string;
  readonly end: number;
  readonly lineEnds: number;
}

function bare(text: string, start: number, delimiter: string, line: number): Cell {
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== "\n" && text[end] !== "\r") end++;
  const cell = text.slice(start, end);
  if (cell.includes('"')) throw new FormatError(`line ${line}: a quote inside the cell ${cell}`);
  return { cell, end, lineEnds: 0 };
}

function quoted(text: string, start: number, line: number): Cell {
  let end = start + 1;
  while (end < text.length && (text[end] !== '"' || text[end + 1] === '"')) end += text[end] === '"' ? 2 : 1;
  if (end >= text.length) throw new FormatError(`line ${line}: a quote is not closed`);
  const inside = text.slice(start + 1, end);
  return { cell: inside.replaceAll('""', '"'), end: end + 1, lineEnds: inside.split("\n").length - 1 };
}

function pastLineEnd(text: string, at: number, line: number): number {
  if (at === text.length) return at;
  if (text.startsWith("\r\n", at)) return at + 2;
  if (text[at] === "\n" || text[at] === "\r") return at + 1;
  throw new FormatError(`line ${line}: ${JSON.stringify(text[at])} after a closing quote`);
}
