import type { MalOutcome, Plain, TraceStep } from "./computed.ts";
import { type Given, givensOf, type Numbers } from "./givens.ts";
import type { Program, StepValue } from "./program.ts";
import { drawVariant } from "./program-variant.ts";
import { evaluate, evaluateUnder, plain, type Scope, traceOf } from "./run.ts";

/** A question with some of its values changed: everything that follows from them, rightly and under each mal-rule. */
export interface Explored {
  kind: "explored";
  prompt: string;
  givens: Given[];
  trace: TraceStep[];
  /** The asked value; of a choice the option's text. */
  key: Plain;
  /** What each mal-rule gives that applies to these values and yields something; `says` where it gives a wrong value. */
  outcomes: (Pick<MalOutcome, "rule" | "misconception" | "value"> & { says?: string })[];
}

/** The changed values make no question; one sentence (markdown) says why. */
export interface Impossible {
  kind: "impossible";
  message: string;
}

/** Changed values by the names of `givens`. */
export type Edits = Readonly<Record<string, unknown>>;

/**
 * Runs the variant of `seed` with some of its values changed. Nothing keeps mal-rules apart here, nor are the steps
 * checked against the engine, whose second computation may rest on how values were drawn. Never throws for what a
 * person enters.
 */
export function explore(program: Program, seed: number, edits: Edits): Explored | Impossible {
  const { given } = drawVariant(program, seed).drawn;
  const known = new Map(givensOf(program, given).map((one) => [one.name, one]));
  const changed = structuredClone(given);
  for (const [name, value] of Object.entries(edits)) {
    const one = known.get(name);
    if (!one) return impossible(`This question has no value called “${name.slice(0, 40)}”.`);
    const refusal = refuse(one, value);
    if (refusal !== null) return impossible(refusal);
    put(changed, name, structuredClone(value) as Numbers);
  }
  try {
    return follow(program, changed);
  } catch {
    // Steps may throw on values that are never drawn, each in its own way; to a person it is one thing.
    return impossible("With these values the computation has no result.");
  }
}

function follow(program: Program, given: Scope): Explored | Impossible {
  const refusal = program.refuses(given);
  if (refusal !== null) return impossible(refusal);
  const scope = evaluate(program, given);
  const trace = traceOf(program, scope);
  const endless = trace.find(({ value }) => !isFinite(value));
  if (endless) return impossible(`With these values a step has no finite value: $${endless.tex}$.`);
  return {
    kind: "explored",
    prompt: program.prompt(scope),
    givens: givensOf(program, given),
    trace,
    key: shown(program, scope, scope[program.ask.step]),
    outcomes: Object.keys(program.ask.malRules).flatMap((rule) => outcome(program, given, scope, rule)),
  };
}

function outcome(program: Program, given: Scope, scope: Scope, rule: string): Explored["outcomes"] {
  const malRule = program.ask.malRules[rule];
  try {
    if (malRule.when?.(scope) === false) return [];
    const wrong = evaluateUnder(malRule, program, given);
    const value = shown(program, scope, wrong[program.ask.step]);
    if (!isFinite(value)) return [];
    const found = { rule, misconception: malRule.misconception ?? rule, value };
    if (JSON.stringify(value) === JSON.stringify(shown(program, scope, scope[program.ask.step]))) return [found];
    const says = sentence(() => malRule.says(scope, wrong));
    return [says === null ? found : { ...found, says }];
  } catch {
    // A mal-rule that can't be run on these values gives nothing to show.
    return [];
  }
}

/** What a mal-rule says, unless these values are none that its sentence was written for. */
function sentence(says: () => string): string | null {
  try {
    const text = says();
    return /undefined|NaN|Infinity/.test(text) ? null : text;
  } catch {
    return null;
  }
}

function shown({ ask }: Program, scope: Scope, value: StepValue): Plain {
  return ask.kind === "choice" ? ask.show(value, scope) : plain(value);
}

/** Why a value can't stand in for this one, or null where it can. */
function refuse({ symbol, value, whole, least, most }: Given, edit: unknown): string | null {
  if (shapeOf(edit) !== shapeOf(value)) return `$${symbol}$ is ${shapeInWords(value)}, and it has to stay so.`;
  const entries = [edit].flat(2) as number[];
  if (!entries.every((x) => typeof x === "number" && Number.isFinite(x))) return `$${symbol}$ needs finite numbers.`;
  if (whole && !entries.every(Number.isInteger)) return `$${symbol}$ counts something and has to be whole.`;
  if (!entries.every((x) => x >= least && x <= most)) return `$${symbol}$ has to lie between ${least} and ${most}.`;
  return null;
}

/** Lengths of all rows, so that ragged grids differ from straight ones. */
function shapeOf(value: unknown): string {
  if (!Array.isArray(value)) return typeof value === "number" ? "number" : "none";
  return `[${value.map((x) => (Array.isArray(x) ? shapeOf(x) : "·")).join(" ")}]`;
}

function shapeInWords(value: Numbers): string {
  if (typeof value === "number") return "one number";
  return Array.isArray(value[0]) ? `a ${value.length}×${value[0].length} grid` : `a list of ${value.length} numbers`;
}

/** Puts a value where its name leads: `lr`, or `units.0.z`. Only names of givens come here. */
function put(given: Scope, name: string, value: Numbers): void {
  const path = name.split(".");
  const last = path.pop() as string;
  const place = path.reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, given);
  place[last] = value;
}

function isFinite(value: Plain): boolean {
  return typeof value === "string" || [value].flat(2).every(Number.isFinite);
}

function impossible(message: string): Impossible {
  return { kind: "impossible", message };
}
