import { type ClipboardEvent, type KeyboardEvent, useState } from "react";
import { readGrid } from "./read-grid.ts";

interface Props {
  cells: string[][];
  onChange: (cells: string[][]) => void;
  /** What the grid is, before its size: "Grid", "Step 2". */
  name: string;
  autoFocus?: boolean;
  locked?: boolean;
  /** Once marked: which entries were right. */
  marks?: boolean[][] | null;
  describedBy?: string;
}

/** A grid of fields. Arrow keys move between them; what is pasted from a spreadsheet or NumPy fills them. */
export function NumberGrid({ cells, onChange, name, autoFocus, locked = false, marks = null, describedBy }: Props) {
  const [pasted, setPasted] = useState("");
  const [rows, columns] = [cells.length, cells[0].length];

  function set(row: number, column: number, text: string) {
    setPasted("");
    onChange(cells.map((line, i) => line.map((cell, j) => (i === row && j === column ? text : cell))));
  }

  function paste(event: ClipboardEvent) {
    const grid = readGrid(event.clipboardData.getData("text"));
    if (grid.flat().length < 2) return;
    event.preventDefault();
    const widest = Math.max(...grid.map((line) => line.length));
    const fits = grid.length === rows && grid.every((line) => line.length === columns);
    setPasted(fits ? "" : `Pasted ${grid.length} × ${widest} into ${rows} × ${columns}: please check what came where.`);
    onChange(cells.map((line, i) => line.map((cell, j) => grid[i]?.[j] ?? cell)));
  }

  return (
    <div className="min-w-0">
      <div
        role="group"
        aria-label={`${name}, ${rows} by ${columns} numbers`}
        className="grid gap-2 rounded-control border-x-2 border-line px-3 py-1"
        style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 7.5rem))` }}
      >
        {cells.map((line, row) =>
          line.map((cell, column) => (
            <input
              key={`${row},${column}`}
              autoFocus={autoFocus && row + column === 0}
              inputMode="text"
              autoComplete="off"
              spellCheck={false}
              readOnly={locked}
              value={cell}
              data-cell={`${row},${column}`}
              aria-label={`Row ${row + 1}, column ${column + 1}${verdictOf(marks, row, column)}`}
              aria-describedby={describedBy}
              onChange={(event) => set(row, column, event.target.value)}
              onKeyDown={(event) => moveBetweenCells(event, row, column)}
              onPaste={paste}
              className={`min-w-0 rounded-control border-2 bg-card px-3 py-2.5 font-mono text-lg outline-none focus:border-accent ${colour(marks, row, column)}`}
            />
          )),
        )}
      </div>
      <p role="status" className="text-sm text-invalid empty:hidden">
        {pasted}
      </p>
    </div>
  );
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
  const target = event.currentTarget
    .closest("[role=group]")
    ?.querySelector<HTMLInputElement>(`[data-cell="${row + step[0]},${column + step[1]}"]`);
  if (!target) return;
  event.preventDefault();
  target.focus();
  target.select();
}

function colour(entries: boolean[][] | null, row: number, column: number): string {
  if (!entries) return "border-line";
  return entries[row][column] ? "border-correct bg-correct-bg" : "border-wrong bg-wrong-bg";
}

function verdictOf(entries: boolean[][] | null, row: number, column: number): string {
  if (!entries) return "";
  return entries[row][column] ? ", right" : ", wrong";
}
