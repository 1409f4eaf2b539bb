import type { Values } from "./evaluate.ts";

/** What a symbol may be: a number between two others, both left out, or one of a list. */
export type Range = { above: number; below: number } | { values: readonly number[] };

/** Where a question compares formulas. */
export interface Domain {
  symbols: Readonly<Record<string, Range>>;
  /**
   * `avoid` (unless said otherwise): what happens at single points, like the value of 1[z>0] at 0 or the hole of z²/z,
   * does not count. `include`: it does.
   */
  kinks?: "avoid" | "include";
}

/** Easy to put into a formula by hand, the ones that hide least first. */
const NICE = [
  2, -1, 0, 1, 3, -2, 0.5, -0.5, 4, 5, -3, 10, 100, 0.25, 0.75, 0.2, 0.8, 0.1, 0.9, -0.25, -0.1, 0.01, 0.001,
];
const NICE_PER_SYMBOL = 8;

/**
 * Up to `count` points of the domain that a person can check, simplest first: whole numbers and halves, else tenths or
 * fractions of the interval, different symbols preferably different. `also`: further numbers wanted where they fit.
 */
export function nicePoints(domain: Domain, count: number, also: readonly number[] = []): Values[] {
  const names = Object.keys(domain.symbols);
  const lists = names.map((name, i) => {
    const list = niceNumbers(domain.symbols[name], also);
    const turn = i % list.length;
    return [...list.slice(turn), ...list.slice(0, turn)];
  });
  const points: Values[] = [];
  const furthest = lists.reduce((sum, list) => sum + list.length - 1, 0);
  for (let sum = 0; sum <= furthest && points.length < count; sum++)
    for (const place of placesOfSum(
      lists.map((list) => list.length),
      sum,
      count - points.length,
    ))
      points.push(Object.fromEntries(names.map((name, i) => [name, lists[i][place[i]]])));
  return points;
}

/** How often, and by how many powers of ten at most, a drawn number is moved towards 0 in an interval that reaches it. */
const SMALL = { part: 0.25, decades: 4 };

/**
 * A point drawn from the domain, in three or four digits: evenly, but with small numbers more often. `random` gives
 * numbers from 0 up to 1.
 */
export function randomPoint(domain: Domain, random: () => number): Values {
  return Object.fromEntries(Object.entries(domain.symbols).map(([name, range]) => [name, draw(name, range, random)]));
}

/** Two points close to another, on opposite sides in a random direction; symbols with listed values stay. */
export function beside(point: Values, domain: Domain, random: () => number): [Values, Values] {
  const shifts = Object.entries(domain.symbols).map(([name, range]): [string, number] => [
    name,
    "values" in range ? 0 : (0.5 + random()) * (random() < 0.5 ? -1 : 1) * 1e-6 * (range.below - range.above),
  ]);
  const moved = (sign: number) => {
    const at = shifts.map(([name, shift]) => [
      name,
      inside(point[name] + sign * shift, domain.symbols[name], point[name]),
    ]);
    return Object.fromEntries(at) as Values;
  };
  return [moved(1), moved(-1)];
}

function draw(name: string, range: Range, random: () => number): number {
  if ("values" in range) {
    if (range.values.length === 0) throw new RangeError(`${name} has no values to draw from`);
    return range.values[Math.floor(random() * range.values.length)];
  }
  const width = range.below - range.above;
  if (!(width > 0 && width < Infinity))
    throw new RangeError(`${name} needs an interval, not one above ${range.above} and below ${range.below}`);
  const even = range.above + width * (0.0001 + 0.9998 * random());
  const small = range.above <= 0 && range.below >= 0 && random() < SMALL.part;
  const exact = small ? even * 10 ** (-SMALL.decades * random()) : even;
  return inside(roundTo(exact, small ? Math.abs(exact) : width), range, exact);
}

/** `x` if the range holds it, else `instead`. */
function inside(x: number, range: Range, instead: number): number {
  return holds(range, x) ? x : instead;
}

function holds(range: Range, x: number): boolean {
  return "values" in range ? range.values.includes(x) : x > range.above && x < range.below;
}

function niceNumbers(range: Range, also: readonly number[]): readonly number[] {
  if ("values" in range) return range.values;
  const fitting = NICE.filter((x) => holds(range, x)).slice(0, NICE_PER_SYMBOL);
  const { above, below } = range;
  const parts = [0.5, 0.25, 0.75].map((part) => roundTo(above + part * (below - above), below - above));
  const more = fitting.length < 3 ? parts.filter((x) => holds(range, x)) : [];
  return [...new Set([...fitting, ...more, ...also.filter((x) => holds(range, x))])];
}

/** `x` to three or four digits of `width`. */
function roundTo(x: number, width: number): number {
  const places = width > 0 ? 3 - Math.floor(Math.log10(width)) : Infinity;
  return places > 100 ? x : places >= 0 ? Number(x.toFixed(places)) : Math.round(x * 10 ** places) / 10 ** places;
}

/** The first `most` places (i₀, i₁, …) with iₖ below lengthsₖ that sum to `sum`. */
function placesOfSum(lengths: number[], sum: number, most: number): number[][] {
  if (lengths.length === 0) return sum === 0 ? [[]] : [];
  const [length, ...rest] = lengths;
  const found: number[][] = [];
  for (let first = 0; first < length && first <= sum && found.length < most; first++)
    for (const places of placesOfSum(rest, sum - first, most - found.length)) found.push([first, ...places]);
  return found;
}
