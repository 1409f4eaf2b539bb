import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, posix, relative, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Link } from "mdast";
import { visit } from "unist-util-visit";
import { type Bank, notesToBank } from "#lib/bank/bank.ts";
import { countCoverage, coverageProblems, parseCoverage } from "#lib/bank/coverage.ts";
import type { Problem } from "#lib/bank/draft.ts";
import { parseMarkdown } from "#lib/bank/markdown.ts";
import { visibleText } from "#lib/bank/words.ts";
import type { Program } from "#lib/item/program.ts";
import { outlineOf, textsOf } from "#lib/item/outline.ts";
import type { DataItem } from "#lib/item/schema.ts";
import { formulaErrors } from "#lib/text/formulas.ts";
import { challengeProblems } from "./check-challenges.ts";
import { type ContentFile, contentFiles } from "./content-files.ts";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** The line of the file where `text` begins, or `fallback`. */
function lineOf(file: ContentFile | undefined, text: string, fallback: number): number {
  const at = file?.text.indexOf(text.split("\n")[0] ?? text) ?? -1;
  return at === -1 || !file ? fallback : file.text.slice(0, at).split("\n").length;
}

function checkFormulas(bank: Bank, files: ReadonlyMap<string, ContentFile>): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const check = (path: string, fallback: number, markdown: string) => {
    for (const { text, message } of formulaErrors(markdown)) {
      const line = lineOf(files.get(path), text, fallback);
      const key = `${path}:${line}:${text}`;
      if (!seen.has(key)) problems.push({ file: path, line, message: `${message} in "${text}"` });
      seen.add(key);
    }
  };
  for (const item of bank.items) for (const text of textsOf(item)) check(item.source.file, item.source.line, text);
  for (const concept of bank.concepts) check(concept.file, 1, concept.body.replace(/^:::.*$/gm, ""));
  for (const { file, line, name, claim, truth } of bank.misconceptions) {
    for (const text of [name, claim, truth]) check(file, line, text);
  }
  return problems;
}

function checkLinks(bank: Bank, files: ReadonlyMap<string, ContentFile>): Problem[] {
  const problems: Problem[] = [];
  const concepts = new Set(bank.concepts.map((concept) => concept.id));
  for (const concept of bank.concepts) {
    visit(parseMarkdown(concept.body), "link", (link: Link) => {
      const url = link.url.replace(/#.*$/, "");
      if (url === "" || /^https?:/.test(url)) return;
      const line = lineOf(files.get(concept.file), link.url, 1);
      const known = url.startsWith("/notes/")
        ? concepts.has(url.slice("/notes/".length))
        : files.has(posix.join(posix.dirname(concept.file), url));
      if (!known) problems.push({ file: concept.file, line, message: `the link to "${link.url}" leads nowhere` });
    });
  }
  return problems;
}

/** Folders `content/<area>/<kind>/<slug>`, as `area/slug`. */
function foldersOf(kind: "challenges" | "labs"): Set<string> {
  const folders = readdirSync(join(ROOT, "content"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory() && basename(entry.parentPath) === kind)
    .map((entry) => `${basename(dirname(entry.parentPath))}/${entry.name}`);
  return new Set(folders);
}

function checkCoverage(bank: Bank, programs: readonly Program[], files: ReadonlyMap<string, ContentFile>): Problem[] {
  const path = "content/coverage.yml";
  const { entries, problems } = parseCoverage(path, files.get(path)?.text ?? "");
  const existing = {
    areas: new Set(bank.areas.map(({ id }) => id)),
    notes: new Set(bank.concepts.map(({ id }) => id)),
    computed: new Set(programs.map(({ item }) => item)),
    challenge: foldersOf("challenges"),
    lab: foldersOf("labs"),
  };
  const counts = Object.entries(countCoverage(entries)).map(([name, n]) => `${name} ${n.met} of ${n.met + n.planned}`);
  console.log(`coverage: ${counts.join(", ")}`);
  return [...problems, ...coverageProblems(entries, existing)];
}

const isProgram = (value: unknown): value is Program =>
  typeof value === "object" && value !== null && "steps" in value && "draw" in value && "item" in value;

/** Loads every `*.items.ts` and checks its programs against the notes and the misconceptions. */
async function checkPrograms(bank: Bank): Promise<{ programs: Program[]; problems: Problem[] }> {
  const programs: Program[] = [];
  const problems: Problem[] = [];
  const known = new Set(bank.misconceptions.map(({ id }) => id));
  const ids = new Map<string, string>(bank.items.map((item) => [item.id, item.source.file]));
  const paths = readdirSync(join(ROOT, "content"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".items.ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const path of paths) {
    const file = relative(ROOT, path).split(sep).join("/");
    const report = (line: number, message: string) => problems.push({ file, line, message });
    const source = readFileSync(path, "utf8");
    let exported: Record<string, unknown>;
    try {
      exported = await import(pathToFileURL(path).href);
    } catch (error) {
      report(1, `can't be loaded: ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`);
      continue;
    }
    for (const [name, value] of Object.entries(exported)) {
      const line = source.split("\n").findIndex((text) => new RegExp(`\\b${name}\\b`).test(text)) + 1 || 1;
      if (!isProgram(value)) {
        report(line, `exports "${name}", which is no program`);
        continue;
      }
      programs.push(value);
      const concept = bank.concepts.find(({ id }) => id === value.concept);
      if (!concept) report(line, `${name}: no note has the id "${value.concept}"`);
      else if (concept.area !== basename(dirname(path))) {
        report(line, `${name}: the concept "${value.concept}" belongs to the area ${concept.area}`);
      }
      const before = ids.get(value.item);
      if (before) report(line, `${name}: the item "${value.item}" already stands in ${before}`);
      ids.set(value.item, file);
      for (const [rule, { misconception = rule }] of Object.entries(value.ask.malRules)) {
        if (!known.has(misconception)) report(line, `${name}: "${misconception}" stands in no misconceptions.yml`);
      }
    }
  }
  return { programs, problems };
}

function print(item: DataItem): void {
  console.log(`\n── ${item.id}   [${item.kind}, ${item.rule}] ${item.source.file}:${item.source.line}`);
  const { asked, answers } = outlineOf(item);
  console.log(asked);
  for (const { text, right } of answers) console.log(`  ${right ? "✓" : "·"} ${text.replaceAll("\n", "\n    ")}`);
}

function count(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .sort()
    .map(([name, n]) => `${name} ${n}`)
    .join(", ");
}

const list = process.argv.includes("--list");
const contents = contentFiles(".md", ".yml");
const byPath = new Map(contents.map((file) => [file.path, file]));
const bank = notesToBank(contents);
const { programs, problems: programProblems } = await checkPrograms(bank);
const problems = [
  ...bank.problems,
  ...checkFormulas(bank, byPath),
  ...checkLinks(bank, byPath),
  ...programProblems,
  ...challengeProblems(bank),
  ...checkCoverage(bank, programs, byPath),
];

if (list) for (const item of bank.items) print(item);
if (list || process.argv.includes("--rejected")) {
  console.log("\nNot made into items:");
  for (const { file, line, rule, reason, text } of bank.rejected) {
    console.log(`${file}:${line}: ${rule}: ${reason} (${visibleText(text).slice(0, 80)})`);
  }
  console.log();
}
problems.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
for (const { file, line, message } of problems) console.log(`${file}:${line}: ${message}`);
const kinds = count([...bank.items, ...programs].map(({ kind }) => kind));
const rules = count([...bank.items.map(({ rule }) => rule), ...programs.map(() => "program")]);
console.log(
  `${bank.concepts.length} notes, ${bank.items.length + programs.length} items (${kinds}; ${rules}), ` +
    `${bank.misconceptions.length} misconceptions, ${bank.rejected.length} structures left out, ${problems.length} problems`,
);
process.exitCode = problems.length > 0 ? 1 : 0;
