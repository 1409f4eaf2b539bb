import type { Table } from "mdast";
import type { Extraction } from "../draft.ts";
import { chooseDistractors } from "../distractors.ts";
import { inlineMarkdown } from "../inline.ts";
import type { Section } from "../outline.ts";
import { lowerTitle, pluralOf, topicOf } from "../phrase.ts";
import { meaningful, visibleText, words } from "../words.ts";

const ROWS = { fewest: 4, most: 40 };
const CELL_WORDS = 18;
const EMPTY = /^(?:[-–—\s]*|n\/a|none)$/i;

/** A question for each cell: (row, column) → cell; where the cells won't do as options, cell → row. */
export function tableItems(sections: readonly Section[]): Extraction {
  const result: Extraction = { drafts: [], rejected: [] };
  for (const section of sections) {
    for (const block of section.blocks) if (block.type === "table") readTable(block, section, result);
  }
  return result;
}

function readTable(table: Table, section: Section, { drafts, rejected }: Extraction): void {
  const grid = table.children.map((row) => row.children.map((cell) => clean(inlineMarkdown(cell.children))));
  const [header = [], ...rows] = grid;
  const start = table.position?.start.line ?? section.line;
  const reject = (line: number, text: string, reason: string) => rejected.push({ rule: "table", line, text, reason });
  if (rows.length < ROWS.fewest || rows.length > ROWS.most) {
    const expected = rows.length < ROWS.fewest ? `needed ${ROWS.fewest}` : `at most ${ROWS.most}`;
    reject(start, header.join(" | "), `a table of ${rows.length} rows, ${expected}`);
    return;
  }
  const names = rows.map((row) => row[0] ?? "");
  const kind = header[0] ?? "";
  const topic = topicOf(section, kind);
  for (let c = 1; c < header.length; c++) {
    const column = header[c] ?? "";
    if (column === "" || topic === null) {
      reject(start, header.join(" | "), column === "" ? "a column without a name" : "the table has no name to ask by");
      continue;
    }
    const cells = rows.map((row) => row[c] ?? "");
    rows.forEach((row, r) => {
      const line = table.children[r + 1]?.position?.start.line ?? start;
      const text = row.join(" | ");
      const name = names[r] ?? "";
      const cell = cells[r] ?? "";
      const reason = refuse(name, cell, names, cells);
      if (reason) return reject(line, text, reason);
      const head = `${name} ${column}`;
      const explanation = `${name}, ${lowerTitle(column)}: ${cell}`;
      const common = {
        kind: "choice",
        rule: "table",
        head,
        line,
        text,
        title: lowerTitle(column),
        explanation,
      } as const;
      const ask = `Comparing ${topic}: ${columnQuestion(column, name)}`;
      const forward = chooseDistractors(
        ask,
        cell,
        distinct(cells).filter((other) => !mentions(other, name)),
      );
      if ("distractors" in forward) {
        drafts.push({ ...common, stem: ask, options: optionsOf(cell, forward.distractors) });
        return;
      }
      const back = `Comparing ${topic}: ${rowQuestion(column)}\n\n> ${cell}`;
      const backward = chooseDistractors(back, name, distinct(names));
      if ("distractors" in backward) {
        drafts.push({ ...common, stem: back, options: optionsOf(name, backward.distractors) });
      } else reject(line, text, `${forward.reason}; turned round: ${backward.reason}`);
    });
  }
}

function refuse(name: string, cell: string, names: readonly string[], cells: readonly string[]): string | null {
  if (name === "") return "a row without a name";
  if (EMPTY.test(cell)) return "an empty cell";
  if (DRAWN.test(visibleText(cell))) return "a cell with a drawing";
  if (words(cell).length > CELL_WORDS) return `a cell of ${words(cell).length} words, at most ${CELL_WORDS}`;
  if (names.filter((other) => same(other, name)).length > 1) return `two rows are called "${visibleText(name)}"`;
  if (cells.filter((other) => same(other, cell)).length > 1)
    return `"${visibleText(cell)}" stands in more than one row`;
  return null;
}

const CLAUSE = /^(?:what|when|how|why|which|where|who|is|does|can|has|used (?:for|in|by)|uses?(?= (?:for|in|when)))\b/i;

function columnQuestion(column: string, row: string): string {
  const name = `**${row}**`;
  const asked = lowerTitle(column);
  if (/^(?:when|where) to use$/i.test(visibleText(column))) return `when is ${name} used?`;
  const property = /^what (?:it|they)(?:['’]s|['’]re| is| are) (.+)$/i.exec(asked);
  if (property) return `what is ${name} ${property[1]}?`;
  if (CLAUSE.test(column)) return `what belongs under *${asked}* for ${name}?`;
  return `what ${pluralOf(asked) ? "are" : "is"} the ${asked} of ${name}?`;
}

function rowQuestion(column: string): string {
  const asked = lowerTitle(column);
  if (/^(?:when|where) to use$/i.test(visibleText(column))) return "which one is used here?";
  if (CLAUSE.test(column)) return `to which one does this belong, under *${asked}*?`;
  return `which one has ${pluralOf(asked) ? "these" : "this"} ${asked}?`;
}

/** Whether a cell speaks of the row asked about, which would give it away or rule it out. */
function mentions(cell: string, row: string): boolean {
  const inCell = meaningful(cell, 3);
  return [...meaningful(row, 3)].some((word) => inCell.has(word));
}

const DRAWN = /_{2,}|[/\\|]{2,}|\.{4,}/;

const clean = (cell: string) =>
  cell
    .replaceAll("==", "")
    .replace(/(?<=\w)\.$/, "")
    .replace(/^\*\*(.*)\*\*$/, "$1")
    .trim();
const same = (a: string, b: string) => a.replace(/\s/g, "").toLowerCase() === b.replace(/\s/g, "").toLowerCase();
const distinct = (cells: readonly string[]) =>
  cells.filter((cell) => !EMPTY.test(cell) && !DRAWN.test(visibleText(cell)));
const optionsOf = (key: string, distractors: readonly string[]) => [
  { text: key, correct: true },
  ...distractors.map((text) => ({ text })),
];
