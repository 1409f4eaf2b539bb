import type { Rng } from "#engine/index.ts";
import { type Blueprint, isExamKind, largestRemainder } from "./blueprint.ts";
import type { BankItem, ExamArea } from "./exam-bank.ts";
import type { Shortage } from "./shortage.ts";

/** How far down the list of what to take instead one has to go: each level adds items to those before. */
const LEVELS = ["new", "met", "again"] as const;
type Level = (typeof LEVELS)[number];

/** The questions of an exam as they are drawn, area by area, with what was short. */
export class Drawing {
  readonly taken: BankItem[] = [];
  readonly shortages: Shortage[] = [];
  readonly #areas: readonly ExamArea[];
  readonly #rng: Rng;
  readonly #byConcept = new Map<string, Map<string, BankItem[]>>();
  readonly #wanted: Map<string, number> | null;
  readonly #used = new Map<string, number>();
  readonly #served = new Map<string, Set<number>>();
  #missing = 0;

  constructor(blueprint: Blueprint, areas: readonly ExamArea[], items: readonly BankItem[], rng: Rng) {
    this.#areas = areas;
    this.#rng = rng;
    this.#wanted = wantedKinds(blueprint);
    for (const item of items) {
      if (!isExamKind(item.kind)) continue;
      const concepts = this.#byConcept.get(item.areaId) ?? new Map<string, BankItem[]>();
      this.#byConcept.set(item.areaId, concepts);
      const list = concepts.get(item.conceptId);
      if (list) list.push(item);
      else concepts.set(item.conceptId, [item]);
    }
  }

  /** Takes so many questions of an area, and notes what it could not. */
  fill(area: ExamArea, count: number): void {
    const instead: Record<Level, number> = { new: 0, met: 0, again: 0 };
    let otherKind = 0;
    let left = count;
    for (const level of LEVELS) {
      for (const strict of this.#wanted ? [true, false] : [false]) {
        const before = left;
        left -= this.#take(area, left, level, strict);
        instead[level] += before - left;
        if (this.#wanted && !strict) otherKind += before - left;
      }
    }
    this.#missing += left;
    if (otherKind > 0) this.shortages.push({ kind: "kinds", area: area.title, count: otherKind });
    if (instead.met > 0) this.shortages.push({ kind: "met", area: area.title, count: instead.met });
    if (instead.again > 0) this.shortages.push({ kind: "again", area: area.title, count: instead.again });
    if (left > 0) this.shortages.push({ kind: "missing", area: area.title, asked: count, found: count - left });
  }

  /** Gives what areas could not fill to the others, in turn. */
  fillFromOthers(): void {
    const found = new Map<string, number>();
    while (this.#missing > 0) {
      const before = this.#missing;
      for (const area of this.#rng.shuffle(this.#areas)) {
        if (this.#missing === 0) break;
        const got = LEVELS.some((level) => this.#take(area, 1, level, false) > 0);
        if (!got) continue;
        this.#missing--;
        found.set(area.title, (found.get(area.title) ?? 0) + 1);
      }
      if (this.#missing === before) break;
    }
    for (const [area, count] of found) this.shortages.push({ kind: "instead", area, count });
    if (this.#missing > 0) this.shortages.push({ kind: "short", count: this.#missing });
  }

  /** A seed this item was never served with, in the past or in this exam. */
  seedFor({ itemId, seeds }: BankItem): number {
    const own = this.#served.get(itemId) ?? new Set<number>();
    this.#served.set(itemId, own);
    for (;;) {
      const seed = this.#rng.integer(0, 2 ** 31);
      if (seeds.has(seed) || own.has(seed)) continue;
      own.add(seed);
      return seed;
    }
  }

  #take(area: ExamArea, count: number, level: Level, strict: boolean): number {
    const concepts = this.#rng.shuffle([...(this.#byConcept.get(area.id) ?? new Map<string, BankItem[]>()).values()]);
    // Concepts that have given least so far go first.
    const given = (items: readonly BankItem[]) => items.reduce((sum, item) => sum + this.#timesOf(item), 0);
    let got = 0;
    for (let found = true; found && got < count; ) {
      found = false;
      for (const items of concepts.sort((a, b) => given(a) - given(b))) {
        if (got === count) break;
        const fit = items.filter((item) => this.#fits(item, level) && (!strict || this.#isWanted(item)));
        if (fit.length === 0) continue;
        this.#add(this.#rng.choice(fit));
        got++;
        found = true;
        // One at a time, so that the concepts are put in order anew.
        break;
      }
    }
    return got;
  }

  #fits(item: BankItem, level: Level): boolean {
    const times = this.#timesOf(item);
    if (level === "again") return item.drawn && times < MOST_VARIANTS;
    return times === 0 && (level === "met" || item.drawn || !item.met);
  }

  #timesOf({ itemId }: BankItem): number {
    return this.#used.get(itemId) ?? 0;
  }

  #isWanted({ kind }: BankItem): boolean {
    return (this.#wanted?.get(kind) ?? 0) > 0;
  }

  #add(item: BankItem): void {
    this.taken.push(item);
    this.#used.set(item.itemId, this.#timesOf(item) + 1);
    const wanted = this.#wanted?.get(item.kind);
    if (wanted) this.#wanted?.set(item.kind, wanted - 1);
  }
}

/** Most variants of one item in an exam. */
const MOST_VARIANTS = 3;

function wantedKinds({ kinds, questions }: Blueprint): Map<string, number> | null {
  if (!kinds) return null;
  const names = Object.keys(kinds).filter(isExamKind);
  const counts = largestRemainder(
    names.map((name) => kinds[name] ?? 0),
    questions,
  );
  return new Map(names.map((name, i) => [name, counts[i]]));
}
