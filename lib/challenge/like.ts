import { createHash } from "node:crypto";
import type { CallResult, SandboxResult } from "#lib/sandbox/result.ts";
import type { Call, SandboxRequest } from "#lib/sandbox/request.ts";
import type { Dtype, Value } from "#lib/sandbox/value.ts";
import type { Outcome } from "./evaluate.ts";
import type { Challenge } from "./folder.ts";
import type { Language } from "./language.ts";
import { mutate } from "./mutate.ts";
import { callsOf } from "./plan.ts";
import { isNothing } from "./compare.ts";
import { readNumbers, readResults } from "./numbers.ts";
import { isClose, TOLERANCE } from "./tolerance.ts";
import type { Like } from "./verdict.ts";

export type Run = (request: SandboxRequest) => Promise<SandboxResult>;

/** What mutants answered, by a hash of everything that decides it. Visible cases make the same calls every time. */
export type MutantCache = Map<string, Promise<CallResult[]>>;

/** Entries a cache keeps; the oldest go first. */
const MOST_CACHED = 300;

/**
 * The mutant that gives what the learner's program gives in the cases that failed: in the visible ones, or where all of
 * those passed in the hidden ones. Null where none does, where several do, or where the program gave no values.
 */
export async function findLike(
  challenge: Challenge,
  language: Language,
  outcomes: readonly Outcome[],
  answers: readonly CallResult[],
  { run, cache, signal }: { run: Run; cache: MutantCache; signal?: AbortSignal },
): Promise<Like | null> {
  const failed = outcomes.filter(({ state }) => state === "failed");
  const visible = failed.filter(({ planned }) => planned.case.shown === "visible");
  const compared = visible.length > 0 ? visible : failed;
  const mine: CallResult[] = compared.flatMap(({ planned }) =>
    answers.slice(planned.from, planned.from + planned.steps.length),
  );
  const nothing = compared.some(({ failure }) => failure?.difference.kind === "nothing");
  if (mine.length === 0 || nothing || mine.some(({ kind }) => kind !== "returned")) return null;
  const calls = callsOf(
    compared.map(({ planned }) => planned),
    language,
  );
  const alike: Like[] = [];
  for (const mutant of challenge.mutants) {
    const source = mutate(challenge, mutant, language);
    const { harness } = challenge.programs[language];
    const theirs = await answersOf(
      { language, source, calls, ...(harness === null ? {} : { harness }), signal },
      run,
      cache,
    );
    const { id, says, misconception } = mutant;
    if (sameAnswers(mine, theirs)) alike.push({ id, says, ...(misconception ? { misconception } : {}) });
  }
  return alike.length === 1 ? alike[0] : null;
}

async function answersOf(
  request: SandboxRequest & { calls: Call[] },
  run: Run,
  cache: MutantCache,
): Promise<CallResult[]> {
  const { language, source, harness, calls } = request;
  const key = createHash("sha256")
    .update(JSON.stringify([language, source, harness ?? null, calls], spelt))
    .digest("hex");
  const known = cache.get(key);
  if (known) return known;
  const answers = run(request).then((result) => {
    if (result.kind === "stopped" || result.kind === "broken") cache.delete(key);
    return result.calls;
  });
  cache.set(key, answers);
  answers.catch(() => cache.delete(key));
  for (const oldest of cache.keys()) {
    if (cache.size <= MOST_CACHED) break;
    cache.delete(oldest);
  }
  return answers;
}

// JSON has no NaN, no infinities and no typed arrays.
function spelt(_: string, value: unknown): unknown {
  if (value instanceof Float64Array) return Array.from(value, String);
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}

/** Whether two programs answered a run of calls alike: the same kinds, numbers and changed arguments. */
export function sameAnswers(some: readonly CallResult[], others: readonly CallResult[]): boolean {
  return some.length === others.length && some.every((answer, i) => sameAnswer(answer, others[i]));
}

function sameAnswer(a: CallResult, b: CallResult): boolean {
  if (a.kind !== "returned" || b.kind !== "returned") return false;
  const changedAlike =
    a.changed.length === b.changed.length &&
    a.changed.every(({ argument, value }, i) => {
      const other = b.changed[i];
      return argument === other.argument && sameValue(value, other.value);
    });
  return changedAlike && sameValue(a.value, b.value);
}

function sameValue(a: Value, b: Value): boolean {
  if (isNothing(a) || isNothing(b)) return isNothing(a) && isNothing(b);
  const [left, right] = [readNumbers(a), readNumbers(b)];
  if ("data" in left && "data" in right) {
    if (isWhole(left.dtype) !== isWhole(right.dtype)) return false;
    const tolerance = [left, right].some(({ dtype }) => dtype === "float32") ? TOLERANCE.float32 : TOLERANCE.float64;
    return left.shape.join() === right.shape.join() && left.data.every((x, i) => isClose(x, right.data[i], tolerance));
  }
  const [some, others] = [readResults(a), readResults(b)];
  if (!some || !others) return samePlain(a, b);
  return some.length === others.length && some.every((value, i) => sameValue(value, others[i]));
}

/** What is no array and no tuple: words, truth values, and objects of one type, whose insides are not known. */
function samePlain(a: Value, b: Value): boolean {
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return a === b;
  if (Array.isArray(a) || Array.isArray(b)) return false;
  return a.kind === "opaque" && b.kind === "opaque" && a.type === b.type;
}

const isWhole = (dtype: Dtype | null) => dtype !== null && !dtype.startsWith("float");
