import type { Heading, ListItem, Paragraph, Root, RootContent, Table, TableRow } from "mdast";
import type { Position } from "unist";
import { joinedRows, readRow } from "./flat-table.ts";
import { kindOfLine, type LineKind } from "./flat-line.ts";

interface Line {
  text: string;
  kind: LineKind;
  /** 0-based. */
  at: number;
}

/**
 * Text that was flattened from a page (or written without markup) as a markdown tree. Headings are lines that end in
 * "¶" or short lines that look like titles; bullets and numbers become lists, rows of "|" tables, even where a newline
 * was lost; code, diagrams and lone formulas become code nodes, so that nothing takes them for prose. Positions are
 * those of the text.
 */
export function parseFlat(text: string): Root {
  const raw = text.split("\n");
  const offsets: number[] = [];
  let offset = 0;
  for (const line of raw) {
    offsets.push(offset);
    offset += line.length + 1;
  }
  const span = (first: number, last: number): Position => ({
    start: { line: first + 1, column: 1, offset: offsets[first] ?? 0 },
    end: {
      line: last + 1,
      column: (raw[last]?.length ?? 0) + 1,
      offset: (offsets[last] ?? 0) + (raw[last]?.length ?? 0),
    },
  });
  const lines = raw.map((line) => line.replace(/[\u00a0\t]/g, " ").trimEnd());
  const marked = lines.some((line) => /\S¶$/.test(line));
  const kinds = lines.map((_, i): LineKind => kindOfLine(lines, i, marked));
  const children: RootContent[] = [];
  let list: { ordered: boolean; items: ListItem[]; last: number } | null = null;
  const closeList = () => {
    if (!list) return;
    const first = (list.items[0]?.position?.start.line ?? 1) - 1;
    children.push({ type: "list", ordered: list.ordered, children: list.items, position: span(first, list.last) });
    list = null;
  };
  for (let i = 0; i < lines.length; i++) {
    const line: Line = { text: lines[i] ?? "", kind: kinds[i] ?? "blank", at: i };
    if (line.kind === "blank") continue;
    if (line.kind === "bullet" || line.kind === "number") {
      const ordered = line.kind === "number";
      if (list && (list as { ordered: boolean }).ordered !== ordered) closeList();
      const first = i;
      let content = line.text.replace(/^\s*(?:[•◦▪‣●*–-]|\d{1,2}[.)])\s*/, "").trim();
      if (content === "" && lines[i + 1]?.trim()) content = (lines[++i] ?? "").trim();
      const item: ListItem = {
        type: "listItem",
        spread: false,
        children: [paragraph(content, span(first, i))],
        position: span(first, i),
      };
      list ??= { ordered, items: [], last: i };
      list.items.push(item);
      list.last = i;
      continue;
    }
    closeList();
    if (line.kind === "row") {
      const end = joinedRows(lines, i);
      const table = tableOf(end.rows, span);
      if (table) children.push(table);
      else children.push({ type: "code", value: lines.slice(i, end.last + 1).join("\n"), position: span(i, end.last) });
      i = end.last;
    } else if (line.kind === "heading") {
      const heading: Heading = {
        type: "heading",
        depth: depthOf(line.text, children.length === 0, marked),
        children: [{ type: "text", value: bareTitle(line.text) }],
        position: span(i, i),
      };
      children.push(heading);
    } else if (line.kind === "code") {
      children.push({ type: "code", value: line.text, position: span(i, i) });
    } else {
      const first = i;
      let content = line.text.trim();
      while (kinds[i + 1] === "prose" && goesOn(lines[i] ?? "", lines[i + 1] ?? ""))
        content += ` ${lines[++i]?.trim()}`;
      children.push(paragraph(content, span(first, i)));
    }
  }
  closeList();
  return { type: "root", children, position: span(0, Math.max(0, raw.length - 1)) };
}

const paragraph = (value: string, position: Position): Paragraph => ({
  type: "paragraph",
  children: [{ type: "text", value, position }],
  position,
});

/** A line broken by hand in the middle of a sentence. */
const goesOn = (line: string, next: string) =>
  line.length >= 50 && !/[.!?:;)"”]$/.test(line) && /^\s*[\p{Ll}(]/u.test(next);

/** A heading's words without numbering, ornaments and the pilcrow of its link. */
export function bareTitle(heading: string): string {
  return heading
    .replace(/¶\s*$/, "")
    .replace(/^[^\p{L}\p{N}("“‘'$\\]+/u, "")
    .replace(/^\d{1,2}(?:\.\d{1,2})*[.)]\s+/, "")
    .trim();
}

function depthOf(heading: string, first: boolean, marked: boolean): Heading["depth"] {
  if (first) return 1;
  return marked && /^[\p{L}\p{N}]/u.test(heading) ? 3 : 2;
}

function tableOf(
  rows: readonly { text: string; first: number; last: number }[],
  span: (a: number, b: number) => Position,
): Table | null {
  const [head, rule] = rows;
  if (!head || !rule || !/^\|?[\s:|-]+\|?$/.test(rule.text) || rows.length < 3) return null;
  const width = readRow(head.text).length;
  const children = [head, ...rows.slice(2)].map((row): TableRow => {
    const position = span(row.first, row.last);
    const cells = readRow(row.text).slice(0, width);
    return {
      type: "tableRow",
      position,
      children: cells.map((value) => ({ type: "tableCell", children: [{ type: "text", value }], position })),
    };
  });
  return { type: "table", children, position: span(head.first, rows.at(-1)?.last ?? head.last) };
}
