import type { ClipboardEvent, KeyboardEvent } from "react";
import { type Html, RichSpan } from "#app/_ui/rich-text.tsx";
import type { Widget, WidgetProps } from "./widget.ts";

interface Asked {
  label: Html;
  decides: string;
  shape: [rows: number, columns: number];
}

/** Which entries were right. */
type Marks = boolean[][];

/** A grid of numbers; arrow keys move between cells, and a pasted grid fills them. */
export const tensor: Widget<"tensor", Asked, Marks> = {
  Input: TensorInput,
  staysWhenMarked: true,
  empty: ({ shape: [rows, columns] }) => ({
    kind: "tensor",
    cells: Array.from({ length: rows }, () => Array<string>(columns).fill("")),
  }),
  isEmpty: ({ cells }) => cells.flat().every((cell) => cell === ""),
};

function TensorInput({ asked, draft, onChange, locked, marks }: WidgetProps<"tensor", Asked, Marks>) {
  const { label, decides, shape } = asked;
  const { cells } = draft;
  const [rows, columns] = shape;

  function write(next: string[][]) {
    onChange({ ...draft, cells: next });
  }

  function set(row: number, column: number, text: string) {
    write(cells.map((line, i) => line.map((cell, j) => (i === row && j === column ? text : cell))));
  }

  function paste(event: ClipboardEvent) {
    const grid = readGrid(event.clipboardData.getData("text"));
    if (grid.flat().length < 2) return;
    event.preventDefault();
    write(cells.map((line, i) => line.map((cell, j) => grid[i]?.[j] ?? cell)));
  }

  // Given up: there is no grid to look at, and the verdict shows the right one.
  if (locked && marks === null) return null;
  return (
    <div className="mt-7">
      <div className="flex flex-wrap items-center gap-3 font-serif text-xl">
        <RichSpan html={label} />
        <span aria-hidden className="katex">
          =
        </span>
        <div
          role="group"
          aria-label={`Grid of ${rows} by ${columns} numbers`}
          className="grid gap-2 rounded-control border-x-2 border-line px-3 py-1"
          style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 7.5rem))` }}
        >
          {cells.map((line, row) =>
            line.map((cell, column) => (
              <input
                key={`${row},${column}`}
                autoFocus={row + column === 0}
                inputMode="text"
                autoComplete="off"
                spellCheck={false}
                readOnly={locked}
                value={cell}
                data-cell={`${row},${column}`}
                aria-label={`Row ${row + 1}, column ${column + 1}${verdictOf(marks, row, column)}`}
                aria-describedby="reading"
                onChange={(event) => set(row, column, event.target.value)}
                onKeyDown={(event) => moveBetweenCells(event, row, column)}
                onPaste={paste}
                className={`min-w-0 rounded-control border-2 bg-card px-3 py-2.5 font-mono text-lg outline-none focus:border-accent ${colour(marks, row, column)}`}
              />
            )),
          )}
        </div>
      </div>
      <p id="reading" className="mt-2 text-sm text-soft">
        {rows} × {columns} · {decides}
      </p>
    </div>
  );
}

/** Rows by line, semicolon or bracket; numbers by tab, comma or space: a spreadsheet's or NumPy's way of writing. */
function readGrid(text: string): string[][] {
  return text
    .replace(/array\(|\)|,?\s*dtype=\w+/g, "")
    .split(/\]\s*,?\s*\[|[\n;]/)
    .map((line) =>
      line
        .replace(/[[\]]/g, " ")
        .split(/[\t ]+|,(?=\s)|,(?=[-+.\d]+(?:,|$))/)
        .map((cell) => cell.replace(/,$/, "").trim())
        .filter((cell) => cell !== ""),
    )
    .filter((line) => line.length > 0);
}

function moveBetweenCells(event: KeyboardEvent<HTMLInputElement>, row: number, column: number) {
  const { selectionStart, selectionEnd, value } = event.currentTarget;
  const atStart = selectionStart === 0 && selectionEnd === 0;
  const atEnd = selectionStart === value.length;
  const step = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: atStart ? [0, -1] : null,
    ArrowRight: atEnd ? [0, 1] : null,
  }[event.key];
  if (!step) return;
  const target = document.querySelector<HTMLInputElement>(`[data-cell="${row + step[0]},${column + step[1]}"]`);
  if (!target) return;
  event.preventDefault();
  target.focus();
  target.select();
}

function colour(entries: Marks | null, row: number, column: number): string {
  if (!entries) return "border-line";
  return entries[row][column] ? "border-correct bg-correct-bg" : "border-wrong bg-wrong-bg";
}

function verdictOf(entries: Marks | null, row: number, column: number): string {
  if (!entries) return "";
  return entries[row][column] ? ", right" : ", wrong";
}
