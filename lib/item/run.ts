import { withFaults } from "#engine/index.ts";
import type { Dice } from "./dice.ts";
import type { MalRule, Program, StepValue } from "./program.ts";
import type { MalOutcome, Plain, TraceStep } from "./computed.ts";

/** An item whose program can't be asked: the fault is in the bank, never the learner's. */
export class BrokenItemError extends Error {
  override readonly name = "BrokenItemError";
}

const ENGINE_AGREEMENT = 1e-9;

type Scope = Record<string, StepValue>;
type AnyMalRule = MalRule<unknown, Record<string, StepValue>>;

/** A drawn question before it is posed: all that its program computed. */
export interface Run {
  program: Program;
  scope: Scope;
  key: Plain;
  trace: TraceStep[];
  outcomes: MalOutcome[];
  dice: Dice;
}

/** Draws parameters and runs the program: once rightly, and once under each mal-rule that applies. */
export function run(program: Program, dice: Dice): Run {
  const p = program.draw(dice) as Scope;
  const scope = evaluate(program, p);
  const key = plain(scope[program.ask.step]);
  if (program.ask.engine) agree(program, key, plain(program.ask.engine(p)));
  return {
    program,
    scope,
    key,
    trace: program.steps.map(({ name, tex }) => ({
      name,
      tex: tex(scope as never),
      value: plain(scope[name]),
    })),
    outcomes: Object.entries(program.ask.malRules).flatMap(([rule, malRule]) =>
      malRule.when?.(scope) === false ? [] : [outcome(program, p, scope, rule, malRule)],
    ),
    dice,
  };
}

/** Runs the steps in order, some of them overridden. */
function evaluate(program: Program, p: Scope, overrides: AnyMalRule["steps"] = {}): Scope {
  const scope: Scope = { ...p };
  for (const { name, of } of program.steps) scope[name] = (overrides[name] ?? of)(scope as never);
  return scope;
}

function outcome(program: Program, p: Scope, scope: Scope, rule: string, malRule: AnyMalRule): MalOutcome {
  const wrong = malRule.faults
    ? withFaults(malRule.faults, () => evaluate(program, p, malRule.steps))
    : evaluate(program, p, malRule.steps);
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

function agree(program: Program, key: Plain, engine: Plain): void {
  const a = [key].flat(2) as number[];
  const b = [engine].flat(2) as number[];
  const largest = Math.max(...b.map(Math.abs), 1e-300);
  const same = a.length === b.length && a.every((x, i) => Math.abs(x - b[i]) <= ENGINE_AGREEMENT * largest);
  if (!same)
    throw new BrokenItemError(
      `${program.item}: steps give ${JSON.stringify(key)} but the engine gives ${JSON.stringify(engine)}`,
    );
}

/** A step's value as plain data: tensors of rank 0, 1 and 2 as numbers, rows and matrices. */
function plain(value: StepValue): Plain {
  if (typeof value !== "object") return value;
  return value.arraySync() as Plain;
}
