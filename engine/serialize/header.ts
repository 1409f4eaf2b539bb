import { FormatError } from "../errors.ts";
import { formatShape, type Shape, sizeOf } from "../shape.ts";
import { BYTES_OF, type Dtype, isDtype } from "./dtype.ts";

/** Where a tensor's numbers lie among the file's data. */
export interface HeaderEntry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: Shape;
  readonly begin: number;
  readonly end: number;
}

export interface Header {
  /** In the order of their data. */
  readonly entries: readonly HeaderEntry[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** The header of a safetensors file with `dataLength` bytes of data. Throws a FormatError where it breaks the format. */
export function readHeader(json: string, dataLength: number): Header {
  const parsed = parse(json);
  const metadata = readMetadata(parsed.get("__metadata__") ?? {});
  parsed.delete("__metadata__");
  const entries = [...parsed].map(([name, entry]) => readEntry(name, entry));
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let covered = 0;
  for (const { name, begin, end } of entries) {
    if (begin < covered)
      throw new FormatError(`tensor ${name} begins at byte ${begin}, before ${covered}: they overlap`);
    if (begin > covered)
      throw new FormatError(`bytes ${covered} to ${begin} before tensor ${name} belong to no tensor`);
    covered = end;
  }
  if (covered !== dataLength) throw new FormatError(`the tensors take ${covered} bytes, the file has ${dataLength}`);
  return { entries, metadata };
}

function parse(json: string): Map<string, unknown> {
  if (!json.startsWith("{")) throw new FormatError(`the header begins with ${JSON.stringify(json.slice(0, 1))}, not {`);
  try {
    return new Map(Object.entries(JSON.parse(json) as object));
  } catch (error) {
    throw new FormatError(`the header is no JSON: ${(error as Error).message}`);
  }
}

function readMetadata(value: unknown): Readonly<Record<string, string>> {
  if (!isRecord(value) || Object.values(value).some((text) => typeof text !== "string")) {
    throw new FormatError(`__metadata__ holds texts by name, got ${JSON.stringify(value)}`);
  }
  return value as Record<string, string>;
}

function readEntry(name: string, entry: unknown): HeaderEntry {
  if (!isRecord(entry))
    throw new FormatError(`tensor ${name} needs a dtype, shape and range, got ${JSON.stringify(entry)}`);
  const { dtype, shape, data_offsets: range } = entry;
  if (!isDtype(dtype)) {
    const known = Object.keys(BYTES_OF).join(", ");
    throw new FormatError(`tensor ${name} has dtype ${JSON.stringify(dtype)}, known are ${known}`);
  }
  if (!isListOfSizes(shape) || !Number.isSafeInteger(sizeOf(shape))) {
    throw new FormatError(`tensor ${name} has shape ${JSON.stringify(shape)}, not a list of whole sizes`);
  }
  if (!isListOfSizes(range) || range.length !== 2 || range[0] > range[1]) {
    throw new FormatError(`tensor ${name} has the range ${JSON.stringify(range)}, not [begin, end]`);
  }
  const [begin, end] = range;
  if (end - begin !== sizeOf(shape) * BYTES_OF[dtype]) {
    throw new FormatError(
      `tensor ${name} of ${dtype} ${formatShape(shape)} takes ${sizeOf(shape) * BYTES_OF[dtype]} bytes, ` +
        `its range [${begin}, ${end}] has ${end - begin}`,
    );
  }
  return { name, dtype, shape, begin, end };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isListOfSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
