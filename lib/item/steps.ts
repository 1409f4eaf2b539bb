import type { Program, StepValue } from "./program.ts";
import { drawVariant } from "./program-variant.ts";
import type { Run } from "./run.ts";
import { keyOfStep, type StepKey } from "./step-key.ts";
import { stepLabel } from "./step-label.ts";

const FEWEST = 2;
const MOST = 8;

/** One step of a computation as it is asked by itself. Nothing here tells its value. */
export interface AskedStep {
  name: string;
  /** KaTeX before the input. */
  label: string;
  /** Rows and columns of a grid; null for a number. */
  shape: [number, number] | null;
  /** How many decimals decide; null for a whole number. */
  decimals: number | null;
}

/**
 * The steps that can be asked one by one for the variant of `seed`, ending with the one the question asks for.
 * Null where there is nothing to ask step by step: a choice, a word on the way, fewer than two steps or more than eight.
 */
export function askedSteps(program: Program, seed: number): AskedStep[] | null {
  return stepsOf(drawVariant(program, seed).drawn);
}

/** The same for a run at hand. */
export function stepsOf(drawn: Run): AskedStep[] | null {
  const { program, scope } = drawn;
  if (program.kind === "choice") return null;
  const asked: AskedStep[] = [];
  const before = new Map<string, StepValue>();
  for (const step of program.steps) {
    const label = stepLabel(drawn, step);
    if (label === null) continue;
    const value = scope[step.name];
    if (typeof value === "string" || (typeof value === "object" && value.shape.length > 2)) return null;
    const { grid, decimals } = keyOfStep(drawn, step.name, before);
    const single = grid.length === 1 && grid[0].length === 1;
    const shape = single ? null : ([grid.length, grid[0].length] as [number, number]);
    asked.push({ name: step.name, label, shape, decimals });
    before.set(step.name, value);
    if (step.name === program.ask.step) break;
  }
  return asked.length < FEWEST || asked.length > MOST ? null : asked;
}

/** The keys of asked steps, each from the true values of the steps before it. */
export function trueKeys(drawn: Run, asked: readonly AskedStep[]): StepKey[] {
  const before = new Map<string, StepValue>();
  return asked.map(({ name }) => {
    const key = keyOfStep(drawn, name, before);
    before.set(name, drawn.scope[name]);
    return key;
  });
}
