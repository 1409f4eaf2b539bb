import type { StepValue } from "#lib/item/program.ts";
import type { Run } from "#lib/item/run.ts";
import { gridOfStep, type Held, keyOfStep, likeStep, type StepKey } from "#lib/item/step-key.ts";
import { fitToCarry } from "./carry.ts";

/** What a step may come to: its key from exact values, and further grids from values as the learner rounded them. */
export interface Expectation {
  key: StepKey;
  grids: number[][][];
  /** What the mal-rules make of it, from exact values and from rounded ones. */
  mals: StepKey["mals"];
}

interface Link {
  name: string;
  /** What later steps may have been computed from: the exact value, and what was written. */
  values: StepValue[];
  /** Whether this value comes of a wrong step. */
  astray: boolean;
}

/** The learner's own earlier values, from which the next step is expected. */
export class StepChain {
  readonly #drawn: Run;
  #links: Link[] = [];

  constructor(drawn: Run) {
    this.#drawn = drawn;
  }

  /** Whether a wrong value is being carried. */
  get carries(): boolean {
    return this.#links.some(({ astray }) => astray);
  }

  /** Adds a step with the exact value its work gives, where there is one, and the value written. */
  add(name: string, exact: number[][] | null, written: number[][] | null, astray: boolean): void {
    const like = this.#drawn.scope[name];
    const values = [exact, written].flatMap((grid) => (grid ? [likeStep(like, grid)] : []));
    const same = exact && written && JSON.stringify(exact) === JSON.stringify(written);
    this.#links.push({ name, values: same ? values.slice(1) : values, astray });
  }

  /**
   * What the step `name` comes to from the learner's own values. Null when nothing fit to ask for follows from them,
   * because a wrong value leads to no finite value or leaves no work to do.
   */
  expect(name: string, truth: StepKey): Expectation | null {
    try {
      const [first, ...others] = this.#combinations();
      const key = keyOfStep(this.#drawn, name, first);
      if (this.carries && !fitToCarry(key.grid, truth.grid)) return null;
      const grids = others.map((held) => gridOfStep(this.#drawn, name, held));
      const rounded = others.at(-1);
      const mals = rounded ? [...key.mals, ...keyOfStep(this.#drawn, name, rounded).mals] : key.mals;
      return { key, grids: [key.grid, ...grids], mals };
    } catch (cause) {
      // Only values that no draw gives can stop a step; they then carry nothing.
      if (this.carries) return null;
      throw cause;
    }
  }

  /** Puts the true values in the place of all that came of a wrong step. */
  correct(): void {
    this.#links = this.#links.map((link) =>
      link.astray ? { name: link.name, values: [this.#drawn.scope[link.name]], astray: false } : link,
    );
  }

  /** Every way of taking each earlier value as exact or as written: all exact first. At most 2⁷, for eight steps. */
  #combinations(): Held[] {
    return this.#links.reduce<Held[]>(
      (so, { name, values }) => values.flatMap((value) => so.map((way) => new Map([...way, [name, value]]))),
      [new Map()],
    );
  }
}
