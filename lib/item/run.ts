import { Tensor, withFaults } from "#engine/index.ts";
import type { Dice } from "./dice.ts";
import type { MalRule, Program, StepValue } from "./program.ts";
import type { MalOutcome, Plain, TraceStep } from "./computed.ts";

/** An item whose program can't be asked: the fault is in the bank, never the learner's. */
export class BrokenItemError extends Error {
  override readonly name = "BrokenItemError";
}

const ENGINE_AGREEMENT = 1e-9;
/** What rounding may leave of a difference that is zero, relative to the largest number it was made from. */
const ROUNDING = 1e-14;

/** Parameters and the values of steps, by name. */
export type Scope = Record<string, StepValue>;
type AnyMalRule = MalRule<unknown, Record<string, StepValue>>;
/** Steps computed otherwise, by name. */
type Overrides = AnyMalRule["steps"];

/** A drawn question before it is posed: all that its program computed. */
export interface Run {
  program: Program;
  /** The drawn parameters. */
  given: Scope;
  scope: Scope;
  key: Plain;
  trace: TraceStep[];
  outcomes: MalOutcome[];
  dice: Dice;
}

/**
 * Draws parameters and runs the program: once rightly, and once under each mal-rule that applies. Null for a draw whose
 * key is only what rounding left of a difference.
 * @throws BrokenItemError when the engine, asked in another way, has another key
 */
export function run(program: Program, dice: Dice): Run | null {
  const given = program.draw(dice) as Scope;
  const scope = evaluate(program, given);
  const key = plain(scope[program.ask.step]);
  const engine = program.ask.engine ? plain(program.ask.engine(given)) : key;
  if (!agree(key, engine, ENGINE_AGREEMENT * largest([engine]))) {
    if (agree(key, engine, ROUNDING * largest(Object.values(scope)))) return null;
    throw new BrokenItemError(
      `${program.item}: steps give ${JSON.stringify(key)} but the engine gives ${JSON.stringify(engine)}`,
    );
  }
  return {
    program,
    given,
    scope,
    key,
    trace: traceOf(program, scope),
    outcomes: Object.entries(program.ask.malRules).flatMap(([rule, malRule]) =>
      malRule.when?.(scope) === false ? [] : [outcome(program, given, scope, rule, malRule)],
    ),
    dice,
  };
}

/** Runs the steps in order, some of them overridden; with `until`, no further than the step of that name. */
export function evaluate(program: Program, given: Scope, overrides: Overrides = {}, until?: string): Scope {
  const scope: Scope = { ...given };
  for (const { name, of } of program.steps) {
    scope[name] = (overrides[name] ?? of)(scope as never);
    if (name === until) break;
  }
  return scope;
}

/** Runs the steps as a mal-rule has them; values in `held` stand whatever the rule says. */
export function evaluateUnder(
  malRule: AnyMalRule,
  program: Program,
  given: Scope,
  held: Overrides = {},
  until?: string,
): Scope {
  const faulty = () => evaluate(program, given, { ...malRule.steps, ...held }, until);
  return malRule.faults ? withFaults(malRule.faults, faulty) : faulty();
}

/** Every step with its formula and value. */
export function traceOf(program: Program, scope: Scope): TraceStep[] {
  return program.steps.map(({ name, tex }) => ({ name, tex: tex(scope as never), value: plain(scope[name]) }));
}

function outcome(program: Program, given: Scope, scope: Scope, rule: string, malRule: AnyMalRule): MalOutcome {
  const wrong = evaluateUnder(malRule, program, given);
  return {
    rule,
    misconception: malRule.misconception ?? rule,
    value: plain(wrong[program.ask.step]),
    says: malRule.says(scope, wrong),
    notes: Object.entries(malRule.notes ?? {}).map(([step, note]) => ({
      step,
      note: note as string,
      value: plain(wrong[step]),
    })),
  };
}

function agree(key: Plain, engine: Plain, tolerance: number): boolean {
  const a = [key].flat(2) as number[];
  const b = [engine].flat(2) as number[];
  return a.length === b.length && a.every((x, i) => x === b[i] || Math.abs(x - b[i]) <= tolerance);
}

/** The largest magnitude among all numbers; parameters may be lists of them, which no step is. */
function largest(values: readonly unknown[]): number {
  const all = values.map((value) => (value instanceof Tensor ? value.arraySync() : value));
  return Math.max(0, ...all.flat(3).flatMap((value) => (typeof value === "number" ? Math.abs(value) : [])));
}

/** A step's value as plain data: tensors of rank 0, 1 and 2 as numbers, rows and matrices. */
export function plain(value: StepValue): Plain {
  if (typeof value !== "object") return value;
  return value.arraySync() as Plain;
}
