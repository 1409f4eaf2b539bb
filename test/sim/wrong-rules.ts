import { type FaultTable, Tensor, withFaults } from "#engine/index.ts";
import { Dice } from "#lib/item/dice.ts";
import type { Program, StepValue } from "#lib/item/program.ts";
import type { Plain } from "#lib/item/computed.ts";
import { evaluate, plain } from "#lib/item/run.ts";

type Values = Record<string, StepValue>;
type Step = (scope: Values) => StepValue;

/** What running a rule that makes no sense throws: shapes that don't fit, or a number where a tensor belongs. */
const NOTICED = new Set(["ShapeError", "ArgumentError", "TypeError"]);

/** A way of going wrong that a simulated learner follows in every variant. */
export type WrongRule = {
  family: "two mal-rules at once" | "an extra factor" | "a wrong constant" | "a step left out";
  name: string;
  /** The bank's misconceptions that it is made of; naming one of them is no false diagnosis. */
  holds: readonly string[];
  /** Parameters taken for others. */
  parameters?: (parameters: Values) => Values;
  steps?: Record<string, Step>;
  faults?: FaultTable;
  when?: (scope: Values) => boolean;
};

/**
 * The value asked for as a wrong rule finds it; null where the rule makes no sense.
 * @param parameters as drawn for a variant that was accepted
 */
export function valueUnder(program: Program, rule: WrongRule, parameters: Values): Plain | null {
  const taken = rule.parameters ? rule.parameters(parameters) : parameters;
  try {
    if (rule.when?.(evaluate(program, parameters)) === false) return null;
    return withFaults(rule.faults ?? {}, () => plain(evaluate(program, taken, rule.steps as never)[program.ask.step]));
  } catch (error) {
    // A learner whose rule leads to shapes that don't fit notices it.
    if (error instanceof Error && NOTICED.has(error.name)) return null;
    throw error;
  }
}

/** Every generic wrong rule for a program. */
export function wrongRules(program: Program): WrongRule[] {
  return [...twoAtOnce(program), ...extraFactors(program), ...wrongConstants(program), ...leftOut(program)];
}

function twoAtOnce({ ask }: Program): WrongRule[] {
  const rules = Object.entries(ask.malRules);
  return rules.flatMap(([a, first], i) =>
    rules.slice(i + 1).flatMap(([b, second]): WrongRule[] => {
      const shared = Object.keys(first.steps ?? {}).some((step) => step in (second.steps ?? {}));
      if (shared || (first.faults && second.faults)) return [];
      return [
        {
          family: "two mal-rules at once",
          name: `${a} and ${b}`,
          holds: [first.misconception ?? a, second.misconception ?? b],
          steps: { ...first.steps, ...second.steps } as Record<string, Step>,
          faults: { ...first.faults, ...second.faults },
          when: (scope) => first.when?.(scope) !== false && second.when?.(scope) !== false,
        },
      ];
    }),
  );
}

function extraFactors({ steps }: Program): WrongRule[] {
  return steps.flatMap(({ name, of }) =>
    [2, 0.5, 3].map(
      (factor): WrongRule => ({
        family: "an extra factor",
        name: `${name} times ${factor}`,
        holds: [],
        steps: { [name]: (scope) => scaled((of as Step)(scope), factor) },
      }),
    ),
  );
}

function scaled(value: StepValue, factor: number): StepValue {
  if (typeof value === "number") return value * factor;
  return value instanceof Tensor ? value.mul(factor) : value;
}

function wrongConstants(program: Program): WrongRule[] {
  const drawn = program.draw(new Dice(1)) as Values;
  const numbers = Object.keys(drawn).filter((key) => typeof drawn[key] === "number");
  const takenFor: Record<string, (x: number) => number> = {
    "one less": (x) => (Number.isInteger(x) ? x - 1 : 1 - x),
    "one and a half times": (x) => (Number.isInteger(x) ? x + 2 : 1.5 * x),
    "a tenth": (x) => (Number.isInteger(x) ? x + 1 : x / 10),
  };
  return numbers.flatMap((key) =>
    Object.entries(takenFor).map(
      ([name, wrong]): WrongRule => ({
        family: "a wrong constant",
        name: `${key}: ${name}`,
        holds: [],
        parameters: (parameters) => ({ ...parameters, [key]: wrong(parameters[key] as number) }),
      }),
    ),
  );
}

/** Each step that no mal-rule overrides alone takes over what the step before it found. */
function leftOut({ steps, ask }: Program): WrongRule[] {
  const known = new Set(
    Object.values(ask.malRules).flatMap((rule) => {
      const names = Object.keys(rule.steps ?? {});
      return names.length === 1 ? names : [];
    }),
  );
  return steps.slice(1).flatMap(({ name }, i): WrongRule[] => {
    const before = steps[i].name;
    if (known.has(name)) return [];
    return [
      { family: "a step left out", name: `${before} for ${name}`, holds: [], steps: { [name]: (s) => s[before] } },
    ];
  });
}
