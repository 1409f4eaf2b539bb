import { ArgumentError, FormatError } from "../errors.ts";
import { decodeUtf8 } from "../utf8.ts";
import { type CsvLine, splitCsv } from "./csv-lines.ts";
import { Dataset } from "./dataset.ts";

export interface CsvOptions {
  readonly delimiter?: string;
  /** Whether the first line names the columns; they are called 0, 1, 2, … otherwise. */
  readonly header?: boolean;
  /** The column of classes. */
  readonly label: string | number;
}

export interface CsvClasses {
  /** `inputs` (N,features) and `targets` (N), class numbers. */
  readonly dataset: Dataset<"inputs" | "targets">;
  /** Names of the features, in the order of their columns. */
  readonly features: readonly string[];
  /** What each class number stands for, in alphabetical order. */
  readonly classes: readonly string[];
}

/**
 * A table of numbers with one column of classes, from text or its bytes in UTF-8: RFC 4180, so cells may be quoted.
 * Empty lines are passed over. Throws a FormatError with line and column for a cell that is no number and a line of
 * another length, and an ArgumentError for a label column that is not there.
 */
export function readCsv(
  source: string | Uint8Array,
  { delimiter = ",", header = true, label }: CsvOptions,
): CsvClasses {
  if (delimiter.length !== 1 || delimiter === '"' || delimiter === "\n") {
    throw new ArgumentError(`a delimiter is one character other than a quote, got ${JSON.stringify(delimiter)}`);
  }
  const text = typeof source === "string" ? source : decodeUtf8(source);
  const lines = splitCsv(text.startsWith("\ufeff") ? text.slice(1) : text, delimiter);
  const first = lines[0];
  if (first === undefined) throw new FormatError("the table is empty");
  const columns = header ? first.cells : first.cells.map((_, i) => String(i));
  const labelAt = typeof label === "number" ? label : columns.indexOf(label);
  if (!Number.isInteger(labelAt) || columns[labelAt] === undefined) {
    throw new ArgumentError(`there is no column ${label} among ${columns.join(", ")}`);
  }
  const rows = header ? lines.slice(1) : lines;
  const features = columns.filter((_, i) => i !== labelAt);
  const numbers = rows.flatMap((line) => {
    requireLength(line, columns.length);
    return columns.flatMap((name, i) => (i === labelAt ? [] : [readNumber(line, name, i)]));
  });
  const names = rows.map(({ cells }) => cells[labelAt]);
  const classes = [...new Set(names)].sort();
  return {
    features,
    classes,
    dataset: new Dataset({
      inputs: { values: Float64Array.from(numbers), shape: [rows.length, features.length] },
      targets: names.map((name) => classes.indexOf(name)),
    }),
  };
}

function requireLength({ cells, line }: CsvLine, length: number): void {
  if (cells.length !== length) throw new FormatError(`line ${line} has ${cells.length} cells, the first has ${length}`);
}

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

function readNumber({ cells, line }: CsvLine, column: string, at: number): number {
  const cell = cells[at].trim();
  if (!DECIMAL.test(cell)) throw new FormatError(`line ${line}, column ${column}: "${cells[at]}" is not a number`);
  return Number(cell);
}
