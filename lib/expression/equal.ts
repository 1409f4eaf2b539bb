import { type Approximate, approximate, roundingBound, type Values } from "./evaluate.ts";
import { type Expression, nodes } from "./expression.ts";
import { beside, type Domain, nicePoints, randomPoint } from "./sampler.ts";

export type Comparison =
  | { kind: "equal" }
  /** A point, as simple as was found, where the two have different values; either may be NaN or infinite there. */
  | { kind: "different"; at: Values; answer: number; key: number }
  /** At too few points of the domain both could be told: `points` of them. */
  | { kind: "undecidable"; points: number };

const RELATIVE = 1e-9;
/** Differences below this are underflow. */
const TINY = 1e-300;
/** A point where rounding alone may move the values by this part of the usual size says nothing. */
const BLURRED = 1e-6;
/** A difference by this part is seen in three digits. */
const PLAIN = 0.01;
const NICE_POINTS = 48;
const RANDOM_POINTS = 60;
const MOST_DRAWS = 300;
const FEWEST_POINTS = 30;

interface Judged {
  at: Values;
  answer: number;
  key: number;
  verdict: "same" | "different" | "silent";
  tolerance: number;
}

/**
 * Whether two formulas are the same function on a domain, told by values at some 50 simple and 60 random points.
 *
 * Two values are the same within 1e-9 of the greater plus what rounding may have caused in either, so that 1 − σ(z) and
 * σ(−z) agree where the first has lost its digits. A point where only one of them is finite is a difference; one where
 * neither is, or where rounding or an overflow hides the value, says nothing, and 30 must say something. `random` gives
 * numbers from 0 up to 1; the same numbers give the same result. Constants that stand for something small (the ε of
 * Adam) should be symbols: a literal 1e-12 beside 1 is below the tolerance. Throws a RangeError where a formula has a
 * symbol that the domain lacks.
 */
export function compare(answer: Expression, key: Expression, domain: Domain, random: () => number): Comparison {
  const same: Judged[] = [];
  let found: Judged | null = null;
  for (const at of points(answer, key, domain, random)) {
    const point = judge(answer, key, at);
    if (point.verdict === "same" && same.push(point) >= NICE_POINTS + RANDOM_POINTS) break;
    if (point.verdict !== "different" || !persists(point, answer, key, domain, random)) continue;
    if (isPlain(point)) return different(point);
    found ??= point;
  }
  if (found) return different(found);
  const told = informative(same);
  return told < FEWEST_POINTS ? { kind: "undecidable", points: told } : { kind: "equal" };
}

/** The names of those faulty formulas that are the same function as the answer on the domain, in their order. */
export function matches(
  answer: Expression,
  malRules: Readonly<Record<string, Expression>>,
  domain: Domain,
  random: () => number,
): string[] {
  return Object.keys(malRules).filter((name) => compare(answer, malRules[name], domain, random).kind === "equal");
}

/** Simple points, then random ones. */
function* points(answer: Expression, key: Expression, domain: Domain, random: () => number): Generator<Values> {
  yield* nicePoints(domain, NICE_POINTS, literals(answer, key));
  for (let drawn = 0; drawn < MOST_DRAWS; drawn++) yield randomPoint(domain, random);
}

function judge(answer: Expression, key: Expression, at: Values): Judged {
  const a = approximate(answer, at);
  const k = approximate(key, at);
  const tolerance =
    RELATIVE * Math.max(Math.abs(a.value), Math.abs(k.value)) + roundingBound(a) + roundingBound(k) + TINY;
  return { at, answer: a.value, key: k.value, verdict: verdict(a, k, tolerance), tolerance };
}

function verdict(a: Approximate, k: Approximate, tolerance: number): Judged["verdict"] {
  const finite = [a, k].filter((x) => Number.isFinite(x.value)).length;
  if (finite === 0 || a.error === Infinity || k.error === Infinity) return "silent";
  if (finite === 1) return "different";
  return Math.abs(a.value - k.value) > tolerance ? "different" : "same";
}

/** Whether a difference counts: with kinks avoided, only if it is there on one side of the point as well. */
function persists(point: Judged, answer: Expression, key: Expression, domain: Domain, random: () => number): boolean {
  if (domain.kinks === "include" || Object.values(domain.symbols).every((range) => "values" in range)) return true;
  return beside(point.at, domain, random).some((at) => judge(answer, key, at).verdict === "different");
}

function isPlain({ answer, key }: Judged): boolean {
  return Math.abs(answer - key) > PLAIN * Math.max(Math.abs(answer), Math.abs(key));
}

function different({ at, answer, key }: Judged): Comparison {
  return { kind: "different", at, answer, key };
}

/** How many points tell that the values are the same, and not only that rounding hides whether they are. */
function informative(same: readonly Judged[]): number {
  const sizes = same.map((point) => Math.abs(point.key)).sort((a, b) => a - b);
  const usual = sizes[sizes.length >> 1] || sizes.at(-1) || 1;
  return same.filter((p) => p.tolerance <= BLURRED * Math.max(Math.abs(p.answer), Math.abs(p.key), usual)).length;
}

/** The numbers written in the formulas, and their opposites: where a clip or a threshold may stand. */
function literals(...formulas: Expression[]): number[] {
  const written = formulas.flatMap(nodes).flatMap((node) => (node.kind === "number" ? [node.value, -node.value] : []));
  return [...new Set(written)].slice(0, 8);
}
