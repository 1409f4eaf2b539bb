import { type Call, DEFAULT_LIMITS } from "#lib/sandbox/request.ts";
import { evaluate } from "./evaluate.ts";
import type { Challenge } from "./folder.ts";
import { type Language, LANGUAGES, nameIn } from "./language.ts";
import type { Run } from "./like.ts";
import { mutate } from "./mutate.ts";
import { callsOf, type PlannedCase, planCases } from "./plan.ts";
import { definedNames } from "./source.ts";
import { differenceInWords } from "./words.ts";

/** How one program of a challenge did over all cases. */
export interface ProgramReport {
  language: Language;
  /** "solution", "second", "starter" or the mutant's id. */
  program: string;
  /** Names of the failed cases; all of them where the program did not come through. */
  failed: string[];
  /** Why, in words: of the first failed case, or how the run ended. */
  says: string | null;
  /** Milliseconds in the interpreter, all cases of one seed together; the mean of several. */
  time: number;
}

/** Seeds whose cases are asked of one interpreter. */
const SEEDS_A_RUN = 10;

/** What `checkChallenge` finds. */
export interface ChallengeReport {
  slug: string;
  cases: { name: string; shown: "visible" | "hidden" }[];
  programs: ProgramReport[];
  problems: string[];
}

/**
 * Proves a challenge: in each language both solutions pass every case, the starter loads but does not pass, and every
 * mutant fails, in the case that it names among others. Solutions run once for each seed, starters and mutants for the
 * first. Mutants are run in the languages `mutantsIn`. Nothing is run where `staticProblems` finds something.
 */
export async function checkChallenge(
  challenge: Challenge,
  { run, seeds = [1], mutantsIn = LANGUAGES }: { run: Run; seeds?: readonly number[]; mutantsIn?: readonly Language[] },
): Promise<ChallengeReport> {
  const cases = challenge.cases.map(({ name, shown }) => ({ name, shown }));
  const problems = staticProblems(challenge);
  const programs: ProgramReport[] = [];
  if (problems.length > 0) return { slug: challenge.slug, cases, programs, problems };
  for (const language of LANGUAGES) {
    const { solution, second, starter } = challenge.programs[language];
    const [first, ...others] = batchesOf(challenge, language, seeds);
    const report = (program: string, source: string, batches: readonly Batch[]) =>
      runProgram(challenge, language, program, source, { run, batches });
    for (const [name, source] of [
      ["solution", solution],
      ["second", second],
    ]) {
      const told = await report(name, source, [first, ...others]);
      programs.push(told);
      if (told.failed.length > 0) problems.push(`${name} (${language}) fails "${told.failed[0]}": ${told.says}`);
    }
    const begun = await report("starter", starter, [first]);
    programs.push(begun);
    if (begun.failed.length === 0) problems.push(`the starter (${language}) passes every case`);
    if (begun.says?.startsWith("did not load")) problems.push(`the starter (${language}) ${begun.says}`);
    for (const mutant of mutantsIn.includes(language) ? challenge.mutants : []) {
      const told = await report(mutant.id, mutate(challenge, mutant, language), [first]);
      programs.push(told);
      if (told.says?.startsWith("did not load")) problems.push(`the mutant "${mutant.id}" (${language}) ${told.says}`);
      const own = challenge.cases.find(({ name }) => name === mutant.killedBy);
      if (told.failed.length === 0) problems.push(`the mutant "${mutant.id}" (${language}) passes every case`);
      else if (own?.languages.includes(language) && !told.failed.includes(mutant.killedBy)) {
        problems.push(
          `the mutant "${mutant.id}" (${language}) passes "${mutant.killedBy}"; it fails ${told.failed.join(", ")}`,
        );
      }
    }
  }
  return { slug: challenge.slug, cases, programs, problems };
}

/** What can be said against a challenge without running it. */
export function staticProblems(challenge: Challenge): string[] {
  const problems: string[] = [];
  const { document, cases, mutants } = challenge;
  if (mutants.length < 3) problems.push(`${mutants.length} mutants; at least three are needed`);
  if (document.hints.length < 2) problems.push(`${document.hints.length} hints; at least two are needed`);
  const follow = document.followUps.length;
  if (follow < 3 || follow > 5) problems.push(`${follow} follow-ups; three to five are needed`);
  for (const shown of ["visible", "hidden"]) {
    if (!cases.some((one) => one.shown === shown)) problems.push(`no ${shown} case`);
  }
  for (const language of LANGUAGES) {
    const { starter, solution, second } = challenge.programs[language];
    for (const [program, source] of Object.entries({ starter, solution, second })) {
      const defined = definedNames(source, language);
      const missing = challenge.defines.map((name) => nameIn(language, name)).filter((name) => !defined.includes(name));
      if (missing.length > 0) problems.push(`${program} (${language}) does not define ${missing.join(", ")}`);
    }
    for (const mutant of mutants) {
      try {
        mutate(challenge, mutant, language);
      } catch (error) {
        problems.push(error instanceof Error ? error.message : String(error));
      }
    }
  }
  return problems;
}

/** Cases of some seeds that are asked of one interpreter, with what is expected: drawn once for all programs. */
interface Batch {
  planned: PlannedCase[];
  calls: Call[];
  seedOf: ReadonlyMap<PlannedCase, number>;
  seeds: readonly number[];
}

/** The first seed by itself, which is all that starters and mutants are asked, and then the others. */
function batchesOf(challenge: Challenge, language: Language, [first, ...others]: readonly number[]): Batch[] {
  const batches: Batch[] = [batchOf(challenge, language, [first])];
  for (let i = 0; i < others.length; i += SEEDS_A_RUN) {
    batches.push(batchOf(challenge, language, others.slice(i, i + SEEDS_A_RUN)));
  }
  return batches;
}

function batchOf(challenge: Challenge, language: Language, seeds: readonly number[]): Batch {
  const planned: PlannedCase[] = [];
  const seedOf = new Map<PlannedCase, number>();
  for (const seed of seeds) {
    const own = planCases(challenge, language, { which: "all", seed, after: planned });
    for (const one of own) seedOf.set(one, seed);
    planned.push(...own);
  }
  return { planned, calls: callsOf(planned, language), seedOf, seeds };
}

async function runProgram(
  challenge: Challenge,
  language: Language,
  program: string,
  source: string,
  { run, batches }: { run: Run; batches: readonly Batch[] },
): Promise<ProgramReport> {
  const failed = new Set<string>();
  let says: string | null = null;
  let time = 0;
  const { harness } = challenge.programs[language];
  for (const { planned, calls, seedOf, seeds } of batches) {
    const limits = { time: seeds.length * DEFAULT_LIMITS.time };
    const request = { language, source, calls, seed: seeds[0], limits };
    const result = await run({ ...request, ...(harness === null ? {} : { harness }) });
    time = Math.max(time, result.times.running / seeds.length);
    if (result.kind === "broken") throw result.error;
    const outcomes = evaluate(planned, result);
    if (result.kind === "threw") says ??= `did not load: ${result.error.type}: ${result.error.message}`;
    else if (result.kind !== "finished") says ??= `ended by ${result.kind === "ended" ? result.by : result.kind}`;
    for (const { planned: own, state, failure } of outcomes) {
      if (state === "passed") continue;
      failed.add(own.case.name);
      if (failure) says ??= `seed ${seedOf.get(own)}: ${differenceInWords(failure.difference, language, source)}`;
    }
  }
  return { language, program, failed: [...failed], says, time };
}
