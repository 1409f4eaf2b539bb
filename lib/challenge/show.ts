import type { Value } from "#lib/sandbox/value.ts";
import { valueIn } from "./argument.ts";
import type { Step } from "./case.ts";
import { type Language, nameIn } from "./language.ts";

/** Numbers beyond this many are left out, the first ones standing for them. */
const MOST_SHOWN = 120;

/** A number in at most `digits` significant digits. */
export function showNumber(x: number, digits = 6): string {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "NaN" : x > 0 ? "∞" : "−∞";
  return String(Number(x.toPrecision(digits))).replace("-", "−");
}

/** Two numbers in as many digits as show that they differ. */
export function showPair(got: number, expected: number): [string, string] {
  for (const digits of [6, 9, 12]) {
    const pair: [string, string] = [showNumber(got, digits), showNumber(expected, digits)];
    if (pair[0] !== pair[1]) return pair;
  }
  return [showNumber(got, 17), showNumber(expected, 17)];
}

/** An array as nested brackets: [[1, 2], [3, 4]]. */
export function showArray(shape: readonly number[], data: ArrayLike<number>, digits = 6): string {
  if (data.length > MOST_SHOWN) {
    const first = Array.from({ length: 8 }, (_, i) => showNumber(data[i], digits));
    return `[${first.join(", ")}, …] (${data.length} numbers)`;
  }
  return nested(shape, (i) => showNumber(data[i], digits));
}

function nested(shape: readonly number[], entry: (at: number) => string, from = 0): string {
  const [length, ...rest] = shape;
  if (length === undefined) return entry(from);
  const size = rest.reduce((product, n) => product * n, 1);
  return `[${Array.from({ length }, (_, i) => nested(rest, entry, from + i * size)).join(", ")}]`;
}

/** What a program returned, for people. */
export function showValue(value: Value, language: Language): string {
  if (value === null) return language === "python" ? "None" : "null";
  if (typeof value === "boolean") return language === "python" ? (value ? "True" : "False") : String(value);
  if (typeof value === "number") return showNumber(value);
  if (typeof value === "string") return JSON.stringify(value.length > 200 ? `${value.slice(0, 200)}…` : value);
  if (Array.isArray(value)) return shortList(value, language, ["[", "]"]);
  switch (value.kind) {
    case "array":
      return showArray(value.shape, value.data);
    case "tuple":
      return shortList(value.items, language, ["(", ")"]);
    case "float":
      return showNumber(value.value);
    case "table":
      return `{${value.entries
        .slice(0, 20)
        .map(([key, of]) => `${JSON.stringify(key)}: ${showValue(of, language)}`)
        .join(", ")}}`;
    case "opaque":
      return value.type === "undefined" ? "undefined" : `a ${value.type}`;
    case "reference":
      return value.name;
  }
}

function shortList(items: Value[], language: Language, [open, close]: [string, string]): string {
  const shown = items.slice(0, 24).map((item) => showValue(item, language));
  return `${open}${shown.join(", ")}${items.length > 24 ? ", …" : ""}${close}`;
}

/** The calls of a case as code, objects that are kept having names such as `layer`. */
export function showSteps(steps: readonly Step[], upTo: number, language: Language): string[] {
  const names = new Map<string, string>();
  for (const { keep, path } of steps) if (keep !== null) names.set(keep, keptName(path, [...names.values()], language));
  return steps
    .slice(0, upTo + 1)
    .flatMap((step, i) => (step.quiet && i !== upTo ? [] : showStep(step, names, language).split("\n")));
}

function keptName(path: string, taken: string[], language: Language): string {
  const made = path.split(".").at(-1) ?? "it";
  const base = nameIn(language, made.replace(/(.)([A-Z])/g, "$1_$2").toLowerCase());
  let name = base;
  for (let i = 2; taken.includes(name); i++) name = `${base}${i}`;
  return name;
}

function showStep({ path, args, keep, shownAs }: Step, names: ReadonlyMap<string, string>, language: Language): string {
  if (shownAs) return shownAs[language];
  const [first, ...rest] = path.split(".");
  const name = [names.get(first) ?? nameIn(language, first), ...rest.map((part) => nameIn(language, part))].join(".");
  if (args === null) return name;
  const shown = args.map((arg) => {
    const value = valueIn(language, arg);
    return inCode(value, names, language);
  });
  const call = `${name}(${shown.join(", ")})`;
  if (keep === null) return call;
  const kept = names.get(keep) ?? keep;
  const made = language === "typescript" && /^[A-Z]/.test(name) ? `new ${call}` : call;
  return language === "python" ? `${kept} = ${made}` : `const ${kept} = ${made}`;
}

function inCode(value: Value, names: ReadonlyMap<string, string>, language: Language): string {
  if (typeof value === "number") return codeNumber(value, language);
  if (Array.isArray(value)) return `[${value.map((item) => inCode(item, names, language)).join(", ")}]`;
  if (value !== null && typeof value === "object") {
    if (value.kind === "reference") return names.get(value.name) ?? value.name;
    if (value.kind === "array") {
      const float = value.dtype.startsWith("float");
      const entry = (i: number) => {
        const written = codeNumber(value.data[i], language);
        return float && /^-?\d+$/.test(written) ? `${written}.` : written;
      };
      const dtype = value.dtype === "float64" || value.dtype === "int64" ? "" : `, dtype=np.${value.dtype}`;
      return `np.array(${nested(value.shape, entry)}${dtype})`;
    }
  }
  return showValue(value, language);
}

function codeNumber(x: number, language: Language): string {
  if (Number.isFinite(x)) return String(x);
  const python = Number.isNaN(x) ? "np.nan" : x > 0 ? "np.inf" : "-np.inf";
  return language === "python" ? python : String(x);
}
