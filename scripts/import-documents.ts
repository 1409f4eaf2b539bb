import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { database } from "#app/_data/client.ts";
import { storeMaterial } from "#app/_data/material.ts";
import { runCode } from "#app/_data/material-code.ts";
import { type Imported, importDocument } from "#lib/bank/import.ts";
import { outlineOf } from "#lib/item/outline.ts";
import type { DataItem } from "#lib/item/schema.ts";
import { createSandbox } from "#lib/sandbox/sandbox.ts";

const USAGE = "Usage: npm run import -- [--dry-run] [--json] FILE…   (markdown, text or HTML)";
const MAX_BYTES = 5_000_000;

class Refused extends Error {}

interface Options {
  files: string[];
  dryRun: boolean;
  json: boolean;
}

function readOptions(): Options {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { "dry-run": { type: "boolean" }, json: { type: "boolean" } },
    });
    if (positionals.length === 0) throw new Refused(USAGE);
    return { files: positionals, dryRun: values["dry-run"] ?? false, json: values.json ?? false };
  } catch (error) {
    if (error instanceof TypeError) throw new Refused(`${error.message}\n${USAGE}`, { cause: error });
    throw error;
  }
}

function readDocument(file: string): Uint8Array {
  const about = statSync(file, { throwIfNoEntry: false });
  if (!about) throw new Refused(`${file}: there is no such file.`);
  if (!about.isFile()) throw new Refused(`${file} is not a file.`);
  if (about.size === 0) throw new Refused(`${file} is empty.`);
  if (about.size > MAX_BYTES) throw new Refused(`${file} has ${about.size} bytes; ${MAX_BYTES} is the most.`);
  return readFileSync(file);
}

/** A draft as a person or a script reads it: what is asked, the key, and where it comes from. */
function plain(item: DataItem) {
  const { id, kind, rule, source } = item;
  const head = { id, kind, rule, file: source.file, line: source.line };
  const { asked, answers } = outlineOf(item);
  const keys = answers.filter(({ right }) => right).map(({ text }) => text);
  const options = answers.some(({ right }) => !right) ? answers.map(({ text }) => text) : [];
  return { ...head, stem: asked, key: keys.length === 1 ? keys[0] : keys, options };
}

function describe(file: string, { title, repaired, items }: Imported): string {
  const rules = new Map<string, number>();
  for (const { rule } of items) rules.set(rule, (rules.get(rule) ?? 0) + 1);
  const counts = [...rules].map(([rule, count]) => `${rule} ${count}`).join(", ");
  const mended = repaired.length > 0 ? `; repaired: UTF-8 read as ${repaired.join(", then as ")}` : "";
  return `${file}: "${title}", ${items.length} drafts${counts && ` (${counts})`}${mended}`;
}

async function main(): Promise<void> {
  const { files, dryRun, json } = readOptions();
  const documents = files.map((file) => ({ file, bytes: readDocument(file) }));
  const results: { file: string; imported: Imported; isNew: boolean }[] = [];
  const box = createSandbox();
  try {
    for (const { file, bytes } of documents) {
      const name = basename(file);
      const runs = await runCode(bytes, name, (request) => box.run(request));
      if (dryRun) results.push({ file, imported: importDocument(bytes, name, runs), isNew: true });
      else results.push({ file, ...(await storeMaterial(database(), name, bytes, new Date(), runs)) });
    }
  } finally {
    await box.close();
  }
  if (json) {
    const drafts = results.flatMap(({ imported }) => imported.items.map(plain));
    console.log(JSON.stringify(drafts, null, 2));
    return;
  }
  for (const { file, imported, isNew } of results) {
    console.log(describe(file, imported) + (isNew ? "" : "; imported before, nothing was changed"));
    if (!dryRun) continue;
    for (const { kind, rule, line, stem, key, options } of imported.items.map(plain)) {
      console.log(`\n  line ${line}, ${rule}, ${kind}\n  ${stem}\n  ✓ ${[key].flat().join(", ")}`);
      for (const option of options.filter((text) => text !== key)) console.log(`  · ${option}`);
    }
  }
  if (!dryRun) console.log("Review the drafts at /import; none is asked before you accept it.");
}

try {
  await main();
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
