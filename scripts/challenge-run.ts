import { readFileSync } from "node:fs";
import { challengeOf } from "#content/challenges.ts";
import { judge } from "#lib/challenge/judge.ts";
import { verdictInWords } from "#lib/challenge/verdict-words.ts";
import { createSandbox } from "#lib/sandbox/sandbox.ts";
import { loadChallenge } from "./challenge-files.ts";

// npm run challenge:run SLUG FILE [-- --visible] [-- --seed 7]
const words = process.argv.slice(2);
const at = words.indexOf("--seed");
const seed = at === -1 ? 1 : Number(words[at + 1]);
const [slug = "", file = ""] = words.filter((word, i) => !word.startsWith("--") && (at === -1 || i !== at + 1));
const definition = challengeOf(slug);
const language = file.endsWith(".py") ? "python" : file.endsWith(".ts") ? "typescript" : null;
if (!definition || !language || !Number.isInteger(seed)) {
  console.error(definition ? "give a file that ends in .py or .ts" : `there is no challenge "${slug}"`);
  process.exit(2);
}

const source = readFileSync(file, "utf8");
const box = createSandbox();
const verdict = await judge(loadChallenge(definition), language, source, {
  run: (request) => box.run(request),
  which: words.includes("--visible") ? "visible" : "all",
  seed,
});
await box.close();
for (const line of verdictInWords(verdict, language, source)) console.log(line);
process.exitCode = verdict.kind === "passed" || verdict.kind === "visible-passed" ? 0 : 1;
