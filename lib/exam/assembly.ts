import { Rng } from "#engine/index.ts";
import { areaWeight, type Blueprint, isExamKind, largestRemainder } from "./blueprint.ts";
import { type Shortage, shortageWords } from "./shortage.ts";

/** An item of the bank as an exam sees it. */
export interface BankItem {
  itemId: string;
  conceptId: string;
  areaId: string;
  kind: string;
  /** Drawn anew from a seed each time, as a program's questions are; otherwise always the same question. */
  drawn: boolean;
  /** Whether the learner was ever asked it. */
  met: boolean;
  /** Seeds of the variants that were served to the learner. */
  seeds: ReadonlySet<number>;
  /** Seconds the learner is expected to take. */
  seconds: number;
}

export interface BankChallenge {
  challengeId: string;
  areaId: string;
  /** Begun or solved before. */
  met: boolean;
  minutes: number;
}

export interface ExamArea {
  id: string;
  title: string;
  weight: number;
}

export interface ExamQuestion {
  itemId: string;
  conceptId: string;
  areaId: string;
  kind: string;
  /** A seed the learner has never seen this item with. */
  seed: number;
  /** Its share of the exam's time, by the seconds it is expected to take. */
  seconds: number;
}

export interface ExamPaper {
  /** In the order they are asked. */
  questions: ExamQuestion[];
  challenges: BankChallenge[];
  minutes: number;
  /** Minutes the questions are expected to take. */
  expectedMinutes: number;
  /** Where the bank could not give what the blueprint asks, in words. */
  notes: string[];
}

/**
 * An exam by its blueprint, the same one for the same seed. Questions are dealt out to areas by weight; within an area
 * its concepts take turns in a random order; within a concept an item is drawn among those whose kind is still wanted.
 * Only items that can show the learner something new are taken: drawn ones with a seed never served, fixed ones never
 * met. Where an area has too few of these, first others of its fixed items come in, then further variants of items
 * already taken, then other areas; each time a note says so.
 */
export function assemble(
  blueprint: Blueprint,
  areas: readonly ExamArea[],
  bank: { items: readonly BankItem[]; challenges: readonly BankChallenge[] },
  seed: number,
): ExamPaper {
  const rng = new Rng(seed);
  const asked = areas.filter((area) => areaWeight(blueprint, area) > 0);
  const weights = asked.map((area) => areaWeight(blueprint, area));
  const drawing = new Drawing(blueprint, asked, bank.items, rng);
  for (const [i, count] of largestRemainder(weights, blueprint.questions).entries()) drawing.fill(asked[i], count);
  drawing.fillFromOthers();
  const taken = rng.shuffle(drawing.taken);

  const challenges = chooseChallenges(blueprint.challenges, asked, bank.challenges, blueprint, rng);
  const shortages = [...drawing.shortages, ...challenges.shortages];
  const expected = taken.reduce((sum, { seconds }) => sum + seconds, 0);
  const own = challenges.taken.reduce((sum, { minutes }) => sum + minutes, 0);
  const minutes = challenges.taken.length > 0 && blueprint.questions === 0 ? own : blueprint.minutes;
  const forQuestions = Math.max(0, minutes - own) * 60;
  if (taken.length > 0 && expected > forQuestions)
    shortages.push({ kind: "time", expectedMinutes: expected / 60, minutes: forQuestions / 60 });
  return {
    questions: taken.map((item) => ({
      itemId: item.itemId,
      conceptId: item.conceptId,
      areaId: item.areaId,
      kind: item.kind,
      seed: drawing.seedFor(item),
      seconds: (item.seconds / expected) * forQuestions,
    })),
    challenges: challenges.taken,
    minutes,
    expectedMinutes: expected / 60 + own,
    notes: shortages.map(shortageWords),
  };
}

/** How far down the list of what to take instead one has to go: each level adds items to those before. */
const LEVELS = ["new", "met", "again"] as const;
type Level = (typeof LEVELS)[number];

class Drawing {
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

/** Challenges not met before those met, of different areas before two of one, areas of more weight more likely. */
function chooseChallenges(
  count: number,
  areas: readonly ExamArea[],
  bank: readonly BankChallenge[],
  blueprint: Blueprint,
  rng: Rng,
): { taken: BankChallenge[]; shortages: Shortage[] } {
  const weightOf = new Map(areas.map((area) => [area.id, areaWeight(blueprint, area)]));
  // Weighted sampling without replacement (Efraimidis & Spirakis 2006): the largest u^(1/w) come first.
  const drawn = bank
    .filter(({ areaId }) => (weightOf.get(areaId) ?? 0) > 0)
    .map((challenge) => ({ challenge, key: rng.uniform() ** (1 / (weightOf.get(challenge.areaId) ?? 1)) }))
    .sort((a, b) => Number(a.challenge.met) - Number(b.challenge.met) || b.key - a.key)
    .map(({ challenge }) => challenge);
  const taken: BankChallenge[] = [];
  for (const apart of [true, false])
    for (const challenge of drawn) {
      if (taken.length >= count || taken.includes(challenge)) continue;
      const together = taken.some(({ areaId }) => areaId === challenge.areaId);
      if (!apart || (!together && !challenge.met)) taken.push(challenge);
    }
  const shortages: Shortage[] = [];
  const met = taken.filter((challenge) => challenge.met).length;
  if (met > 0) shortages.push({ kind: "met-challenges", count: met });
  if (taken.length < count) shortages.push({ kind: "challenges", asked: count, found: taken.length });
  return { taken, shortages };
}
