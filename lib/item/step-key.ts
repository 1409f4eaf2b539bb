import { tensor } from "#engine/index.ts";
import type { Plain } from "./computed.ts";
import { ABSOLUTE_TOLERANCE, asGrid, deciding, SEPARATION, sameShape, toleranceOf } from "./pose.ts";
import type { StepValue } from "./program.ts";
import { evaluate, evaluateUnder, plain, type Run, type Scope } from "./run.ts";

/** Where a mal-rule's value lies closer to a step's, the tolerance shrinks to tell them apart, but not below this share. */
const FINEST = 0.01;

/** What a step comes to from given earlier values, and how closely it has to be met. Numbers are 1×1 grids, rows 1×n. */
export interface StepKey {
  value: Plain;
  grid: number[][];
  /** One per entry: relative 1e-3 of the value, or of the change from where the program measures it, plus 1e-9. */
  tolerance: number[][];
  /** How many decimals decide; null where the step is a whole number. */
  decimals: number | null;
  /** What the mal-rules make of this step from the same earlier values, where that is another value. */
  mals: { rule: string; grid: number[][] }[];
}

/** Values that stand in for what steps compute: a learner's own. */
export type Held = ReadonlyMap<string, StepValue>;

/** What the step `name` comes to when the steps in `held` have these values. Throws what its program throws. */
export function keyOfStep(drawn: Run, name: string, held: Held = new Map()): StepKey {
  const { program, given } = drawn;
  const overrides = overridesOf(held);
  const scope = evaluate(program, given, overrides, name);
  const value = plain(scope[name]);
  const grid = asGrid(value);
  const whole = isWhole(drawn, name);
  const usual = whole ? grid.map((row) => row.map(() => ABSOLUTE_TOLERANCE)) : tolerances(drawn, name, grid, scope);
  const others = drawn.outcomes.flatMap(({ rule }) => {
    const mal = malGrid(drawn, rule, name, overrides);
    return mal && distance(grid, mal, usual) > FINEST ? [{ rule, grid: mal }] : [];
  });
  // A draw is only accepted when mal-rules are told apart in the asked value; a step before it has no such promise.
  const share = Math.min(1, ...others.map((mal) => distance(grid, mal.grid, usual) / SEPARATION));
  const tolerance = usual.map((row) => row.map((x) => x * Math.max(share, FINEST)));
  const mals = others.filter((mal) => distance(grid, mal.grid, tolerance) > 1);
  const comparable = mals.filter((mal) => sameShape(mal.grid, grid));
  return {
    value,
    grid,
    tolerance,
    decimals: whole
      ? null
      : deciding(
          grid.flat(),
          tolerance.flat(),
          comparable.map((mal) => mal.grid.flat()),
        ),
    mals,
  };
}

/** The value of the step `name` alone when the steps in `held` have these values. */
export function gridOfStep({ program, given }: Run, name: string, held: Held): number[][] {
  return asGrid(plain(evaluate(program, given, overridesOf(held), name)[name]));
}

/** A grid as a value of the step's own form: a number, or a tensor of its rank. */
export function likeStep(value: StepValue, grid: number[][]): StepValue {
  if (typeof value !== "object") return grid[0][0];
  const rank = value.shape.length;
  if (rank === 0) return tensor(grid[0][0]);
  return tensor(rank === 1 ? grid[0] : grid);
}

/** Whether the step is a count: a whole value in a question that asks for a whole number. */
function isWhole({ program, scope }: Run, name: string): boolean {
  return program.ask.kind === "numeric" && program.ask.whole === true && Number.isInteger(scope[name]);
}

function tolerances({ program }: Run, name: string, grid: number[][], scope: Scope): number[][] {
  const { ask } = program;
  const from =
    name === ask.step && ask.kind !== "choice" && ask.changeFrom ? asGrid(plain(ask.changeFrom(scope))) : null;
  const change = grid.map((row, i) => row.map((x, j) => x - (from?.[i][j] ?? 0)));
  // In a grid an entry that is nearly zero is met as closely as its neighbours allow.
  const shared = typeof scope[name] === "number" ? 0 : 1e-6 * Math.max(...change.flat().map(Math.abs));
  return change.map((row) => row.map((x) => toleranceOf(x) + shared));
}

function malGrid(drawn: Run, rule: string, name: string, held: ReturnType<typeof overridesOf>): number[][] | null {
  const { program, given } = drawn;
  try {
    const grid = asGrid(plain(evaluateUnder(program.ask.malRules[rule], program, given, held, name)[name]));
    return grid.flat().every(Number.isFinite) ? grid : null;
  } catch {
    // From values that a program never draws a mal-rule may have no value; then it explains nothing.
    return null;
  }
}

/** How far two grids lie apart, in tolerances; endless where their shapes differ. */
function distance(a: number[][], b: number[][], tolerance: number[][]): number {
  if (!sameShape(a, b)) return Number.POSITIVE_INFINITY;
  return Math.max(...a.flatMap((row, i) => row.map((x, j) => Math.abs(x - b[i][j]) / tolerance[i][j])));
}

function overridesOf(held: Held): Record<string, () => StepValue> {
  return Object.fromEntries([...held].map(([name, value]) => [name, () => value]));
}
