import type { ChoiceQuestion, ChoiceSolution } from "#lib/kind/choice.ts";
import type { Posed } from "#lib/kind/kind.ts";
import type { NumericQuestion, NumericSolution } from "#lib/kind/numeric.ts";
import type { TensorQuestion, TensorSolution } from "#lib/kind/tensor.ts";
import type { MalOutcome, Plain } from "./computed.ts";
import type { Run } from "./run.ts";

const RELATIVE_TOLERANCE = 1e-3;
export const ABSOLUTE_TOLERANCE = 1e-9;
/** Answer and mal-rules must lie further apart than this many tolerances. */
export const SEPARATION = 3;
/** A writing may be this many tolerances coarse and still be told right from wrong. */
const COARSEST = 10;
const SHOWN_DISTRACTORS = 3;

export function poseNumber({
  program,
  scope,
  key,
  trace,
  outcomes,
}: Run): Posed<NumericQuestion, NumericSolution> | null {
  const { ask } = program;
  if (ask.kind !== "numeric" || typeof key !== "number") return null;
  const values = [key, ...outcomes.map((outcome) => outcome.value as number)];
  const tolerance = ask.whole ? ABSOLUTE_TOLERANCE : toleranceOf(key - (ask.changeFrom?.(scope) ?? 0));
  if (!values.every(Number.isFinite) || !pairwise(values, (a, b) => Math.abs(a - b) > SEPARATION * tolerance))
    return null;
  return {
    question: {
      kind: "numeric",
      prompt: program.prompt(scope),
      label: ask.label,
      decimals: ask.whole
        ? null
        : deciding(
            [key],
            [tolerance],
            values.slice(1).map((value) => [value]),
          ),
    },
    solution: { kind: "numeric", key, tolerance, trace, malOutcomes: outcomes, explanation: ask.explain?.(scope) },
  };
}

export function poseTensor({
  program,
  scope,
  key,
  trace,
  outcomes,
}: Run): Posed<TensorQuestion, TensorSolution> | null {
  const { ask } = program;
  if (ask.kind !== "tensor") return null;
  const grid = asGrid(key);
  const from = ask.changeFrom
    ? asGrid(ask.changeFrom(scope).arraySync() as Plain)
    : grid.map((row) => row.map(() => 0));
  const change = grid.map((row, i) => row.map((x, j) => x - from[i][j]));
  const largest = Math.max(...change.flat().map(Math.abs));
  const tolerance = change.map((row) => row.map((x) => toleranceOf(x) + 1e-6 * largest));
  const malOutcomes = outcomes.map((outcome) => ({ ...outcome, value: asGrid(outcome.value) }));
  const grids = [grid, ...malOutcomes.map((outcome) => outcome.value)];
  const shape = [grid.length, grid[0].length] as [number, number];
  if (!grids.every((g) => g.flat().every(Number.isFinite))) return null;
  // A mal-rule may yield another shape (a transposed weight): the shape alone then tells it apart.
  const apart = (a: number[][], b: number[][]) =>
    !sameShape(a, b) || a.some((row, i) => row.some((x, j) => Math.abs(x - b[i][j]) > SEPARATION * tolerance[i][j]));
  if (!pairwise(grids, apart)) return null;
  const comparable = grids.slice(1).filter((g) => sameShape(g, grid));
  return {
    question: {
      kind: "tensor",
      prompt: program.prompt(scope),
      label: ask.label,
      shape,
      decimals: deciding(
        grid.flat(),
        tolerance.flat(),
        comparable.map((g) => g.flat()),
      ),
    },
    solution: { kind: "tensor", key: grid, tolerance, trace, malOutcomes, explanation: ask.explain?.(scope) },
  };
}

export function poseChoice({
  program,
  scope,
  key,
  trace,
  outcomes,
  dice,
}: Run): Posed<ChoiceQuestion, ChoiceSolution> | null {
  const { ask } = program;
  if (ask.kind !== "choice") return null;
  const show = (value: Plain) => ask.show(value as never, scope);
  const keyText = show(key);
  const byText = new Map<string, MalOutcome[]>();
  for (const outcome of outcomes)
    byText.set(show(outcome.value), [...(byText.get(show(outcome.value)) ?? []), outcome]);
  for (const text of ask.also?.(scope) ?? []) if (!byText.has(text)) byText.set(text, []);
  byText.delete(keyText);
  if (byText.size < 2) return null;
  const shown = dice.shuffle([keyText, ...dice.sample([...byText.keys()], SHOWN_DISTRACTORS)]);
  return {
    question: { kind: "choice", prompt: program.prompt(scope), options: shown },
    solution: {
      kind: "choice",
      key: shown.indexOf(keyText),
      options: shown.map((text) => soleDiagnosis(byText.get(text) ?? [])),
      trace,
      malOutcomes: outcomes.filter((outcome) => show(outcome.value) !== keyText),
      explanation: ask.explain?.(scope),
    },
  };
}

/** A diagnosis needs evidence: only when every rule behind an option shares one misconception. */
function soleDiagnosis(outcomes: MalOutcome[]): { why?: string; misconception?: string } {
  const [first, ...others] = outcomes;
  if (!first || others.some((other) => other.misconception !== first.misconception)) return {};
  return { why: first.says, misconception: first.misconception };
}

export function toleranceOf(change: number): number {
  return RELATIVE_TOLERANCE * Math.abs(change) + ABSOLUTE_TOLERANCE;
}

/** The fewest decimals at which the key is written finely enough and no mal-rule is written alike. */
export function deciding(key: number[], tolerance: number[], mals: number[][]): number {
  for (let places = 0; places < 12; places++) {
    const half = 0.5 * 10 ** -places;
    const write = (x: number) => x.toFixed(places);
    const fine = key.every(
      (x, i) => x === 0 || half <= COARSEST * tolerance[i] || Math.abs(x - Number(write(x))) <= tolerance[i],
    );
    if (fine && mals.every((mal) => mal.some((x, i) => write(x) !== write(key[i])))) return places;
  }
  return 12;
}

function pairwise<T>(values: T[], apart: (a: T, b: T) => boolean): boolean {
  return values.every((a, i) => values.slice(i + 1).every((b) => apart(a, b)));
}

/** Numbers and rows as a grid: a row is 1×n. */
export function asGrid(value: Plain): number[][] {
  if (typeof value === "number") return [[value]];
  if (typeof value === "string") return [[Number.NaN]];
  return Array.isArray(value[0]) ? (value as number[][]) : [value as number[]];
}

export function sameShape(a: number[][], b: number[][]): boolean {
  return a.length === b.length && a[0].length === b[0].length;
}
