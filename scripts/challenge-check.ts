import { challenges } from "#content/challenges.ts";
import { type ChallengeReport, checkChallenge } from "#lib/challenge/check.ts";
import { LANGUAGES } from "#lib/challenge/language.ts";
import { createSandbox } from "#lib/sandbox/sandbox.ts";
import { loadChallenge } from "./challenge-files.ts";

const SOLUTIONS = ["solution", "second"];

// npm run challenge:check [slug …] [-- --json] [-- --seeds 20]
const words = process.argv.slice(2);
const json = words.includes("--json");
const at = words.indexOf("--seeds");
const count = at === -1 ? 1 : Number(words[at + 1]);
const slugs = words.filter((word, i) => !word.startsWith("--") && (at === -1 || i !== at + 1));
const unknown = slugs.find((slug) => !challenges.some((one) => one.slug === slug));
if (unknown !== undefined || !Number.isInteger(count) || count < 1) {
  console.error(unknown === undefined ? "--seeds wants a whole number" : `there is no challenge "${unknown}"`);
  process.exit(2);
}

const seeds = Array.from({ length: count }, (_, i) => i + 1);
const box = createSandbox();
const reports: ChallengeReport[] = [];
for (const definition of challenges.filter(({ slug }) => slugs.length === 0 || slugs.includes(slug))) {
  const begun = Date.now();
  const report = await checkChallenge(loadChallenge(definition), { run: (request) => box.run(request), seeds });
  reports.push(report);
  if (!json) print(report, (Date.now() - begun) / 1000);
}
await box.close();
if (json) console.log(JSON.stringify(reports, null, 2));
process.exitCode = reports.some(({ problems }) => problems.length > 0) ? 1 : 0;

function print({ slug, cases, programs, problems }: ChallengeReport, seconds: number): void {
  const mutants = new Set(programs.map(({ program }) => program)).size - SOLUTIONS.length - 1;
  const times = LANGUAGES.map((language) => {
    const own = programs.filter((one) => one.language === language && SOLUTIONS.includes(one.program));
    return `${language} ${Math.round(Math.max(0, ...own.map(({ time }) => time)))} ms`;
  });
  const mark = problems.length === 0 ? "✓" : "✗";
  console.log(
    `${mark} ${slug}: ${cases.length} cases, ${mutants} mutants, ${times.join(", ")} (${seconds.toFixed(1)} s)`,
  );
  for (const problem of problems) console.log(`    ${problem}`);
}
