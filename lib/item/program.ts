import type { FaultTable, Tensor } from "#engine/index.ts";
import type { Dice } from "./dice.ts";

/** What a step may yield: a number, a word (for choices) or an engine tensor. */
export type StepValue = number | string | Tensor;

type Widen<V> = V extends number ? number : V extends string ? string : V;

/** Everything a step can read: the drawn parameters and the steps before it. */
type Scope<P, S> = Readonly<P & S>;

/** A misconception as a faulty run: the same program with steps overridden or engine operations made faulty. */
export interface MalRule<P, S> {
  /** Steps computed differently; later steps follow from them. */
  steps?: { [K in keyof S]?: (s: Scope<P, S>) => S[K] };
  /** Engine operations made faulty for the whole run. */
  faults?: FaultTable;
  /** Said beside the steps that went wrong in the trace: "you used $m$ itself". */
  notes?: { [K in keyof S]?: string };
  /** One or two sentences (markdown) with the numbers of this question; `wrong` holds the faulty run's values. */
  says: (s: Scope<P, S>, wrong: Scope<P, S>) => string;
  /** Draws for which the rule makes sense; by default all. */
  when?: (s: Scope<P, S>) => boolean;
  /** Its id in content/misconceptions.yml, where it differs from the rule's own name. */
  misconception?: string;
}

interface Step {
  name: string;
  tex: (s: never) => string;
  of: (s: never) => StepValue;
}

interface Head<P> {
  /** Unique within the concept; the item's id is `concept/id`. */
  id: string;
  concept: string;
  /** Raised whenever the same seed would no longer give the same question. */
  version: number;
  /** A few words shown beside the concept's name: "one step by hand". */
  title: string;
  draw: (dice: Dice) => P;
  /** The question in markdown with $maths$, complete in itself; it says which shape convention holds. */
  prompt: (p: P) => string;
  /**
   * What a step is called (KaTeX) when it is asked by itself, where the left side of its formula does not say it.
   * `false`: never asked by itself (a value only looked up, or half a line of another step).
   */
  labels?: Record<string, string | false | ((p: NoInfer<P>) => string | false)>;
  /** How drawn values are called and bounded when a learner changes them; `false`: not a value of the question. */
  givens?: { [K in keyof NoInfer<P>]?: string | false | GivenSpec };
  /** Why changed values make no question, in one sentence; null where they do. */
  refuses?: (p: P) => string | null;
}

/** How one drawn value is called and what it may become. */
export interface GivenSpec {
  /** KaTeX, as the prompt calls it. */
  symbol?: string;
  /** A count or an index: it stays a whole number. */
  whole?: boolean;
  /** Bounds, both included. Without them numbers go to a million either way, whole ones from 1 to 64. */
  least?: number;
  most?: number;
}

interface Asked<P, S, K extends keyof S> {
  /** The step asked for. */
  step: K;
  malRules: Record<string, MalRule<P, S>>;
  /**
   * The asked value a second way: engine autograd, modules or optimizers, sharing no arithmetic with the steps.
   * It is run whenever a variant is made; a disagreement above 1e-9 (relative) throws.
   * Left out only where the steps themselves run the engine's own operations throughout, or for choices.
   */
  engine?: (p: P) => number | Tensor;
  /** Why, in one to three sentences (markdown), shown after marking whatever the answer was. */
  explain?: (s: Scope<P, S>) => string;
}

interface AskedNumber<P, S, K extends keyof S> extends Asked<P, S, K> {
  /** KaTeX before the input: `w'`. */
  label: string;
  /** The tolerance acts on the change from this value (the update, not the weight). */
  changeFrom?: (s: Scope<P, S>) => number;
  /** A whole number that must be met exactly. */
  whole?: boolean;
}

interface AskedTensor<P, S, K extends keyof S> extends Asked<P, S, K> {
  label: string;
  changeFrom?: (s: Scope<P, S>) => Tensor;
}

interface AskedChoice<P, S, K extends keyof S> extends Asked<P, S, K> {
  /** How a value is written as an option (markdown). */
  show: (value: S[K], s: Scope<P, S>) => string;
  /** Further wrong options that no mal-rule yields. */
  also?: (s: Scope<P, S>) => string[];
}

type Ask =
  | ({ kind: "numeric" } & AskedNumber<unknown, Record<string, StepValue>, string>)
  | ({ kind: "tensor" } & AskedTensor<unknown, Record<string, StepValue>, string>)
  | ({ kind: "choice" } & AskedChoice<unknown, Record<string, StepValue>, string>);

/** A computed item: one program of named steps that yields key, trace, distractors and diagnosis. */
export interface Program {
  kind: Ask["kind"];
  /** `concept/id` */
  item: string;
  concept: string;
  version: number;
  title: string;
  draw: (dice: Dice) => unknown;
  prompt: (p: unknown) => string;
  labels: Readonly<Record<string, string | false | ((p: unknown) => string | false)>>;
  givens: Readonly<Record<string, string | false | GivenSpec>>;
  refuses: (p: unknown) => string | null;
  steps: readonly Step[];
  ask: Ask;
}

/** Collects steps in order; each sees the parameters and the steps before it, by type. */
class ProgramBuilder<P, S> {
  readonly #head: Head<P>;
  readonly #steps: Step[];

  constructor(head: Head<P>, steps: Step[]) {
    this.#head = head;
    this.#steps = steps;
  }

  /** Adds the step `name`, written in the trace as `formula` (KaTeX). */
  step<K extends string, V extends StepValue>(
    name: K,
    formula: string | ((s: Scope<P, S>) => string),
    of: (s: Scope<P, S>) => V,
  ): ProgramBuilder<P, S & Record<K, Widen<V>>> {
    const tex = typeof formula === "string" ? () => formula : formula;
    return new ProgramBuilder(this.#head, [...this.#steps, { name, tex, of }]);
  }

  /** Asks for a number. */
  asksNumber<K extends keyof S & string>(ask: AskedNumber<P, S, K>): Program {
    return this.#finish("numeric", ask);
  }

  /** Asks for a grid of numbers. */
  asksTensor<K extends keyof S & string>(ask: AskedTensor<P, S, K>): Program {
    return this.#finish("tensor", ask);
  }

  /** Asks to choose among the right value and what the mal-rules yield. */
  asksChoice<K extends keyof S & string>(ask: AskedChoice<P, S, K>): Program {
    return this.#finish("choice", ask);
  }

  // The types of one program's scope end here: a bank holds programs of every scope.
  #finish(kind: Ask["kind"], ask: object): Program {
    const { id, concept, version, title, draw, prompt, labels = {}, givens = {}, refuses = () => null } = this.#head;
    return {
      kind,
      item: `${concept}/${id}`,
      concept,
      version,
      title,
      draw,
      prompt: prompt as Program["prompt"],
      labels: labels as Program["labels"],
      givens: givens,
      refuses: refuses as Program["refuses"],
      steps: this.#steps,
      ask: { kind, ...ask } as unknown as Ask,
    };
  }
}

/**
 * Begins a computed item: `program({...}).step("m", tex, s => …).step(…).asksNumber({ step: "m", malRules: {...} })`.
 */
export function program<P extends object>(head: Head<P>): ProgramBuilder<P, unknown> {
  return new ProgramBuilder<P, unknown>(head, []);
}
