import type { TensorAnswer, TensorQuestion, TensorSolution } from "#lib/kind/tensor.ts";
import { compare, rounds, yields } from "./closeness.ts";
import { diagnose } from "./diagnose.ts";
import { deciding } from "./numeric.ts";
import { type ParsedNumber, parseNumber } from "./parse-number.ts";
import { invalid, type Marked } from "./verdict.ts";

export function markTensor({ cells }: TensorAnswer, question: TensorQuestion, solution: TensorSolution): Marked {
  const { key, tolerance, malOutcomes } = solution;
  const [rows, columns] = question.shape;
  if (cells.length !== rows || cells.some((row) => row.length !== columns))
    return invalid("wrong-shape", `Read as ${shapeOf(cells)}; the answer is ${rows}×${columns}.`);

  const grid: ParsedNumber[][] = [];
  for (const [i, row] of cells.entries()) {
    grid.push([]);
    for (const [j, cell] of row.entries()) {
      const x = parseNumber(cell);
      if ("outcome" in x) return invalid(x.reason, `Row ${i + 1}, column ${j + 1}: ${x.message}`);
      grid[i].push(x);
    }
  }
  const every = (holds: (x: ParsedNumber, i: number, j: number) => boolean) =>
    grid.every((row, i) => row.every((x, j) => holds(x, i, j)));
  const closeness = grid.map((row, i) => row.map((x, j) => compare(x, key[i][j], tolerance[i][j])));
  const entries = closeness.map((row) => row.map((c) => c === "within" || c === "rounded"));
  const read = grid.map((row) => row.map((x) => String(x.value)).join(" ")).join("; ");
  const sameShape = malOutcomes.filter((mal) => shapeOf(mal.value as number[][]) === shapeOf(cells));

  if (closeness.flat().every((c) => c !== "off")) {
    const row = closeness.findIndex((line) => line.includes("coarse"));
    if (row >= 0)
      return invalid(
        "too-coarse",
        `Row ${row + 1}, column ${closeness[row].indexOf("coarse") + 1} is written too coarsely to tell; ${deciding(question.decimals)}.`,
      );
    const certain = closeness.flat().every((c) => c === "within");
    if (!certain && sameShape.some((mal) => every((x, i, j) => rounds((mal.value as number[][])[i][j], x))))
      return invalid("too-coarse", "One more digit, please: a wrong grid rounds to the same.");
    return { outcome: "right", read, credit: 1, diagnosis: null, entries };
  }
  const matching = sameShape.filter((mal) =>
    every((x, i, j) => yields((mal.value as number[][])[i][j], x, tolerance[i][j], question.decimals)),
  );
  return {
    outcome: "wrong",
    read,
    credit: entries.flat().filter(Boolean).length / entries.flat().length,
    diagnosis: diagnose(matching),
    entries,
  };
}

function shapeOf(grid: unknown[][]): string {
  return `${grid.length}×${grid[0]?.length ?? 0}`;
}
