// From a program sent to its verdict on the visible cases, for every challenge, with an interpreter ready.
import { challenges } from "#content/challenges.ts";
import { judge } from "#lib/challenge/judge.ts";
import { LANGUAGES } from "#lib/challenge/language.ts";
import { createSandbox } from "#lib/sandbox/sandbox.ts";
import { loadChallenge } from "../../scripts/challenge-files.ts";
import { type Measured, options, print, timed } from "./report.ts";

const { json, smoke } = options();
const RUNS = smoke ? 1 : 2;
/** Milliseconds that a learner takes to read a verdict, at the least: the next interpreter starts meanwhile. */
const READING = smoke ? 0 : 1500;

const some = challenges.slice(0, smoke ? 2 : challenges.length).map(loadChallenge);
const box = createSandbox({ width: 1 });
const measured: Measured[] = [];
for (const language of LANGUAGES) {
  await box.warm(language);
  const right: number[] = [];
  const wrong: number[] = [];
  for (const challenge of some) {
    for (let run = 0; run < RUNS; run++) {
      right.push(await verdictOn(challenge.programs[language].solution, "visible-passed"));
    }
    wrong.push(await verdictOn(challenge.programs[language].starter, "failed"));

    async function verdictOn(source: string, expected: string): Promise<number> {
      await new Promise((resolve) => setTimeout(resolve, READING));
      const { result, milliseconds } = await timed(() =>
        judge(challenge, language, source, { run: box.run, which: "visible", seed: 1 }),
      );
      if (result.kind !== expected) throw new Error(`${challenge.slug} in ${language}: ${result.kind}`);
      return milliseconds;
    }
  }
  measured.push(
    { what: `${language}: the solution`, times: right },
    { what: `${language}: the starter`, times: wrong },
  );
}
await box.close();
print(`the visible cases of ${some.length} challenges`, measured, json);
