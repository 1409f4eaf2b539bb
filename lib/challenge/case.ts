import { EngineError, type NestedNumbers, type Tensor } from "#engine/index.ts";
import type { Dice } from "#lib/item/dice.ts";
import type { Value } from "#lib/sandbox/value.ts";
import { type Argument, type Kept, tensorOf } from "./argument.ts";
import {
  type Comparison,
  compare,
  type Expectable,
  type Expected,
  expectedOf,
  type WantedDtype,
  wrongValues,
} from "./compare.ts";
import type { Difference } from "./difference.ts";
import type { Language } from "./language.ts";
import { readNumbers, readResults, readTensor } from "./numbers.ts";
import { GRADIENT_TOLERANCE } from "./tolerance.ts";

/** One thing a case asks of the program, in snake_case. */
export interface Step {
  path: string;
  /** Null where a value is read. */
  args: readonly Argument[] | null;
  keep: string | null;
  /** Not shown among the case's calls: one of many, such as a forward pass with a nudged input. */
  quiet: boolean;
  /** How the call is shown, where the call itself says little. */
  shownAs: Record<Language, string> | null;
}

/** One thing that must be so of what the steps returned. */
export interface Check {
  /** The steps it reads; the first is the one it is about. */
  steps: readonly number[];
  of: (values: Value[]) => Comparison;
}

/** A case as its author wrote it. */
export interface Case {
  /** What it tests, in a few words: "one row", "huge logits". */
  name: string;
  shown: "visible" | "hidden";
  /** Languages it makes sense in. */
  languages: readonly Language[];
  /** Asks for calls and says what must hold. Visible cases draw the same at every run, hidden ones anew. */
  build: (c: CaseBuilder, dice: Dice) => void;
}

const passed: Comparison = { difference: null, notes: [] };
const failed = (difference: Difference): Comparison => ({ difference, notes: [] });

/** A call of a case, and what is said of it. */
export class Asked {
  readonly #case: CaseBuilder;
  readonly step: number;

  constructor(of: CaseBuilder, step: number) {
    this.#case = of;
    this.step = step;
  }

  /** It returns these numbers. */
  returns(expected: Expectable, { dtype }: { dtype?: WantedDtype } = {}): this {
    return this.#check((value) => compare(value, expectedOf(expected), dtype));
  }

  /** It returns several results, in this order: a tuple in Python, an array in TypeScript. */
  returnsAll(expected: Record<string, Expectable>, { dtype }: { dtype?: WantedDtype } = {}): this {
    const items = Object.entries(expected).map(([name, of]): [string, Expected] => [name, expectedOf(of)]);
    return this.#check((value) => compare(value, { kind: "results", items }, dtype));
  }

  /** `says`, a clause such as "the rows of the result sum to 1", holds of the array it returns. */
  holds(says: string, test: (returned: Tensor) => boolean): this {
    this.#case.holds(says, [this], test);
    return this;
  }

  /** Shows the call as these lines of code instead of itself. */
  shownAs(python: string, typescript: string): this {
    this.#case.steps[this.step].shownAs = { python, typescript };
    return this;
  }

  #check(of: (value: Value) => Comparison): this {
    this.#case.checks.push({ steps: [this.step], of: ([value]) => of(value) });
    return this;
  }
}

/** An object that stays for later calls of the case. */
export class Made implements Kept {
  readonly kind = "kept";
  readonly name: string;
  readonly #case: CaseBuilder;

  constructor(of: CaseBuilder, name: string) {
    this.#case = of;
    this.name = name;
  }

  /** Calls a method. */
  call(method: string, ...args: readonly Argument[]): Asked {
    return this.#case.call(`${this.name}.${method}`, ...args);
  }

  /** Reads an attribute. */
  read(attribute: string): Asked {
    return this.#case.ask({ path: `${this.name}.${attribute}`, args: null });
  }
}

/** What a gradient check needs. */
export interface GradientCheck {
  /** The arrays the gradients are taken at, in the order in which the backward pass returns their gradients. */
  at: Record<string, Tensor | readonly NestedNumbers[]>;
  /** The forward call for given arrays. */
  forward: (at: Record<string, Tensor>) => { call: string; args: readonly Argument[] };
  /** Where the forward pass returns several results: which of them is the output, counted from 0. */
  output?: number;
  /** The gradient of a loss with respect to the output, of the output's shape. */
  upstream: Tensor | NestedNumbers;
  /** The learner's backward pass: one result for each array, or the array itself where there is one. */
  backward: Asked;
}

/** Half the way between the two points of a difference quotient. */
const STEP = 1e-5;

/** Collects a case's calls and what must hold of them. */
export class CaseBuilder {
  readonly steps: Step[] = [];
  readonly checks: Check[] = [];
  readonly #prefix: string;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** Calls a function of the learner's program ("softmax") or of the harness ("harness.train"). */
  call(path: string, ...args: readonly Argument[]): Asked {
    return this.ask({ path, args });
  }

  /** Constructs an object, or keeps what a function returns. */
  make(path: string, ...args: readonly Argument[]): Made {
    const keep = `${this.#prefix}${this.steps.length}`;
    this.ask({ path, args, keep });
    return new Made(this, keep);
  }

  /** `says`, a clause, holds of the arrays that the calls return; it is reported of the first. */
  holds(says: string, calls: readonly Asked[], test: (...returned: Tensor[]) => boolean): void {
    this.checks.push({
      steps: calls.map(({ step }) => step),
      of: (values) => {
        const arrays = values.map(readTensor);
        const holds = arrays.every((array) => array !== null) && isTrue(() => test(...arrays));
        return holds ? passed : failed({ where: null, kind: "property", says, got: values[0] });
      },
    });
  }

  /**
   * The learner's backward pass agrees with centred differences of the learner's own forward pass: for L = Σ upstream ⊙
   * output, dL/da ≈ (L(a + h) − L(a − h)) / 2h, entry by entry, in float64.
   */
  gradients({ at, forward, output, upstream, backward }: GradientCheck): void {
    const dy = tensorOf(upstream).valuesSync();
    const arrays = Object.fromEntries(Object.entries(at).map(([name, of]) => [name, tensorOf(of)]));
    const names = Object.keys(arrays);
    const nudged: number[] = [];
    for (const name of names) {
      for (let i = 0; i < arrays[name].size; i++) {
        for (const h of [STEP, -STEP]) {
          const values = arrays[name].valuesSync().slice();
          values[i] += h;
          const moved = tensorOf(Array.from(values)).reshape(arrays[name].shape);
          const { call, args } = forward({ ...arrays, [name]: moved });
          nudged.push(this.ask({ path: call, args, quiet: true }).step);
        }
      }
    }
    this.checks.push({
      steps: [backward.step, ...nudged],
      of: ([returned, ...outputs]) => {
        const losses = outputs.map((value) => lossOf(output === undefined ? value : readResults(value)?.[output], dy));
        const gradients = names.length === 1 ? [returned] : readResults(returned);
        let next = 0;
        for (const [n, name] of names.entries()) {
          const { size, shape } = arrays[name];
          const numeric = Array.from({ length: size }, (_, i) => {
            const at = next + 2 * i;
            return (losses[at] - losses[at + 1]) / (2 * STEP);
          });
          next += 2 * size;
          const got = readNumbers(gradients?.[n] ?? null);
          // Another shape is reported by the comparison with the engine's gradients.
          if (!("data" in got) || got.shape.join() !== shape.join()) continue;
          const wrong = wrongValues(got.data, numeric, shape, GRADIENT_TOLERANCE);
          if (wrong) return failed({ where: names.length === 1 ? null : `d${name}`, kind: "gradient", ...wrong });
        }
        return passed;
      },
    });
  }

  /** Asks for one step. */
  ask({ path, args, keep = null, quiet = false }: Pick<Step, "path" | "args"> & Partial<Step>): Asked {
    this.steps.push({ path, args, keep, quiet, shownAs: null });
    return new Asked(this, this.steps.length - 1);
  }
}

/** A property can't hold of arrays that its own computation can't be done with, such as those of another shape. */
function isTrue(test: () => boolean): boolean {
  try {
    return test();
  } catch (error) {
    if (error instanceof EngineError) return false;
    throw error;
  }
}

/** Σ upstream ⊙ output; NaN where the output is no array of that size. */
function lossOf(output: Value | undefined, upstream: Float64Array): number {
  const numbers = readNumbers(output ?? null);
  if (!("data" in numbers) || numbers.data.length !== upstream.length) return NaN;
  return numbers.data.reduce((sum, y, i) => sum + y * upstream[i], 0);
}
