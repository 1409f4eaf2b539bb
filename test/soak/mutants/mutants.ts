import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Challenge } from "#lib/challenge/folder.ts";
import { evaluate } from "#lib/challenge/evaluate.ts";
import { callsOf, planCases } from "#lib/challenge/plan.ts";
import type { Sandbox } from "#lib/sandbox/sandbox.ts";

/** A program made from a reference by one mechanical change. */
export interface MechanicalMutant {
  /** Line, kind of change, what stood there and what stands there now. */
  says: string;
  source: string;
}

const mutator = readFileSync(fileURLToPath(new URL("../../../lib/bank/python-mutants.py", import.meta.url)), "utf8");

/** Longest that a mutant may run, in milliseconds: some never end. */
const TIME = 3000;

/** Every mechanical mutant of a challenge's reference in Python, made from its syntax tree. */
export async function mechanicalMutants(challenge: Challenge, box: Sandbox): Promise<MechanicalMutant[]> {
  const calls = [{ call: "mutants", args: [challenge.programs.python.solution] }];
  const result = await box.run({ language: "python", source: mutator, calls, limits: { time: 60_000 } });
  const [answer] = result.calls;
  if (answer?.kind !== "returned") throw new Error(`no mutants were made: ${JSON.stringify(answer ?? result)}`);
  return (answer.value as [string, string][]).map(([says, source]) => ({ says, source }));
}

/** The mutants that pass every case of a challenge. */
export async function survivors(
  challenge: Challenge,
  mutants: readonly MechanicalMutant[],
  box: Sandbox,
): Promise<MechanicalMutant[]> {
  const planned = planCases(challenge, "python", { which: "all", seed: 1 });
  const calls = callsOf(planned, "python");
  const { harness } = challenge.programs.python;
  const alive = await Promise.all(
    mutants.map(async ({ source }) => {
      const request = { language: "python" as const, source, calls, seed: 1, limits: { time: TIME } };
      const result = await box.run({ ...request, ...(harness === null ? {} : { harness }) });
      return result.kind === "finished" && evaluate(planned, result).every(({ state }) => state === "passed");
    }),
  );
  return mutants.filter((_, i) => alive[i]);
}
