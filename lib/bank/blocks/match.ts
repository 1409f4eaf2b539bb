import type { Directive } from "../directive.ts";
import type { MatchDraft } from "../draft.ts";
import { type Complain, head, joined, numbered } from "./block.ts";

const ROWS = { fewest: 3, most: 7 };
const MOST_RIGHT = 8;
const RULE = /^\|(?:\s*:?-+:?\s*\|){2}$/;
const MISCONCEPTION = /\s*\{m=([^}]*)\}\s*$/;

interface Row {
  cells: string[];
  line: number;
}
type Mistake = MatchDraft["mistakes"][number] & { line: number };

/**
 * `:::match{#id}`: a question (or none: the headers make one), a table of two columns, known mistakes
 * `- left | right {m=…}` with their reasons `  > …`, an explanation `> …`.
 */
export function readMatch(block: Directive, complain: Complain): MatchDraft | null {
  const stem: string[] = [];
  const explanation: string[] = [];
  const table: Row[] = [];
  const mistakes: Mistake[] = [];
  for (const { text, line, fenced } of numbered(block)) {
    const quote = fenced ? null : /^(\s*)>\s?(.*)$/.exec(text);
    const last = mistakes.at(-1);
    if (!fenced && text.startsWith("|")) {
      if (mistakes.length + explanation.length > 0) complain(line, "the table stands before mistakes and explanation");
      table.push({ cells: cellsOf(text.trim()), line });
    } else if (table.length === 0) {
      if (quote) complain(line, "a > line before the table: the explanation stands at the end");
      stem.push(text);
    } else if (!fenced && /^-\s/.test(text)) {
      mistakes.push(readMistake(text.slice(1), line, complain));
    } else if (quote && (quote[1] ?? "").length >= 2 && last) {
      last.why = joined(last.why, quote[2] ?? "");
    } else if (quote) {
      explanation.push(quote[2] ?? "");
    } else if (text.trim() !== "") {
      complain(
        line,
        `"${text.trim()}" is no row (| … | … |), mistake (- left | right), reason (  > …) or explanation (> …)`,
      );
    }
  }
  const [header, rule, ...rows] = table;
  if (!header || !rule || !RULE.test(block.lines[rule.line - block.line - 1]?.trim() ?? "")) {
    complain(header?.line ?? block.line, "a match needs a table of two columns: | … | … |, |-|-|, and its rows");
    return null;
  }
  const { pairs, extra } = readRows([header, ...rows], complain);
  if (pairs.length < ROWS.fewest || pairs.length > ROWS.most) {
    complain(
      block.line,
      `a match has ${ROWS.fewest} to ${ROWS.most} rows with a left side, this one has ${pairs.length}`,
    );
  }
  const right = new Set([...pairs.map((pair) => pair.right), ...extra]);
  if (right.size < 2 || right.size > MOST_RIGHT) {
    complain(block.line, `a match has 2 to ${MOST_RIGHT} different texts on the right, this one has ${right.size}`);
  }
  checkMistakes(mistakes, pairs, right, complain);
  const [things, belongings] = header.cells;
  return {
    ...head(block),
    kind: "match",
    stem: stem.join("\n").trim() || `Match each *${things}* with its *${belongings}*.`,
    pairs,
    extra,
    mistakes: mistakes.map(({ line: _, ...mistake }) => mistake),
    ...(explanation.length > 0 ? { explanation: explanation.join("\n").trim() } : {}),
  };
}

/** The cells of `| a | b |`; `\|` is a bar inside a cell. */
function cellsOf(row: string): string[] {
  return row
    .replace(/^\|/, "")
    .replace(/(?<!\\)\|$/, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));
}

function readMistake(text: string, line: number, complain: Complain): Mistake {
  const found = MISCONCEPTION.exec(text);
  const cells = cellsOf(found ? text.slice(0, found.index) : text);
  if (cells.length !== 2) complain(line, "a mistake is written - left | right {m=misconception}");
  const [left = "", right = ""] = cells;
  return { left, right, line, ...(found && { misconception: found[1] }) };
}

function readRows([header, ...rows]: Row[], complain: Complain): Pick<MatchDraft, "pairs" | "extra"> {
  const pairs: MatchDraft["pairs"] = [];
  const extra: string[] = [];
  const lineOf = new Map<string, number>();
  for (const { cells, line } of [header, ...rows]) {
    if (cells.length !== 2) complain(line, `a row has two cells, this one has ${cells.length}`);
  }
  if (header.cells.some((cell) => cell === "")) complain(header.line, "both columns need a header");
  for (const { cells, line } of rows) {
    const [left = "", right = ""] = cells;
    if (right === "") complain(line, "a row needs a right side; only the left may be empty, for one that fits nothing");
    if (left === "") extra.push(right);
    else if (lineOf.has(left)) complain(line, `"${left}" already stands in line ${lineOf.get(left)}`);
    else pairs.push({ left, right });
    lineOf.set(left, line);
  }
  for (const { cells, line } of rows) {
    const [left = "", right = ""] = cells;
    if (left === "" && pairs.some((pair) => pair.right === right)) complain(line, `"${right}" does fit a row`);
  }
  return { pairs, extra };
}

function checkMistakes(
  mistakes: readonly Mistake[],
  pairs: MatchDraft["pairs"],
  right: ReadonlySet<string>,
  complain: Complain,
): void {
  for (const mistake of mistakes) {
    const pair = pairs.find(({ left }) => left === mistake.left);
    if (!pair) complain(mistake.line, `"${mistake.left}" stands nowhere on the left`);
    else if (!right.has(mistake.right)) complain(mistake.line, `"${mistake.right}" stands nowhere on the right`);
    else if (pair.right === mistake.right) complain(mistake.line, "this match is right, not a mistake");
  }
}
