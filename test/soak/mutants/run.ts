// npm run test:soak, its second half: mechanical mutants of every reference in Python. `… run.ts SLUG …` tries some.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { challenges } from "#content/challenges.ts";
import { createSandbox } from "#lib/sandbox/sandbox.ts";
import { loadChallenge } from "../../../scripts/challenge-files.ts";
import { mechanicalMutants, survivors } from "./mutants.ts";

/** Least share of mutants that a challenge's cases must tell from the reference. */
const LEAST = 0.9;

/** By challenge, the survivors that were judged equivalent to the reference, and why. */
const judged = parse(readFileSync(fileURLToPath(new URL("equivalent.yml", import.meta.url)), "utf8")) as Record<
  string,
  Record<string, string>
>;

const slugs = process.argv.slice(2);
const box = createSandbox({ width: 2 });
let problems = 0;
let [made, killedInAll] = [0, 0];
for (const definition of challenges.filter(({ slug }) => slugs.length === 0 || slugs.includes(slug))) {
  const { slug } = definition;
  const challenge = loadChallenge(definition);
  const mutants = await mechanicalMutants(challenge, box);
  const alive = await survivors(challenge, mutants, box);
  const killed = mutants.length - alive.length;
  made += mutants.length;
  killedInAll += killed;
  const reasons = judged[slug] ?? {};
  const odd = alive.filter(({ says }) => !reasons[says]);
  const gone = Object.keys(reasons).filter((says) => !alive.some((one) => one.says === says));
  const few = killed < LEAST * mutants.length;
  problems += odd.length + gone.length + Number(few);
  const share = ((100 * killed) / mutants.length).toFixed(1);
  console.log(`${few || odd.length + gone.length > 0 ? "✗" : "✓"} ${slug}: ${killed} of ${mutants.length}, ${share} %`);
  for (const { says } of odd) console.log(`    survives, not judged: ${says}`);
  for (const says of gone) console.log(`    judged, but does not survive: ${says}`);
}
await box.close();
console.log(`${killedInAll} of ${made} mechanical mutants killed, ${problems} problems`);
process.exitCode = problems > 0 ? 1 : 0;
