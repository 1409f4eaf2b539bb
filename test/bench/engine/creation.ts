// What a program waits for before its first tensor: npm run bench:creation [-- --json --smoke --beside FOLDER --runs 25]
// Each run is a Node of its own, which has seen nothing of the engine. With --beside a bundle made before (kept by --keep FOLDER)
// is run in turn with this one, so that whatever else the machine does falls on both alike.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { bundle } from "#test/browser/bundle.ts";
import { type Measured, print } from "../report.ts";

const { values: chosen } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    smoke: { type: "boolean", default: false },
    runs: { type: "string" },
    keep: { type: "string" },
    beside: { type: "string" },
  },
});

const PROGRAM = `
const begun = performance.now();
const { createEngine } = await import(process.argv[1]);
const imported = performance.now();
const engine = await createEngine();
const created = performance.now();
await createEngine();
const again = performance.now();
if (engine.info().backend !== "wasm") throw new Error(engine.info().reason);
console.log(JSON.stringify({
  import: imported - begun,
  creation: created - imported,
  "import and creation": created - begun,
  "a second engine": again - created,
}));
`;

function timesOf(folder: string): Readonly<Record<string, number>> {
  const { href } = pathToFileURL(join(folder, "engine.js"));
  const printed = execFileSync(process.execPath, ["--input-type=module", "--eval", PROGRAM, href], {
    encoding: "utf8",
  });
  return JSON.parse(printed) as Record<string, number>;
}

const folder = chosen.keep ?? mkdtempSync(join(tmpdir(), "epoch-creation-"));
mkdirSync(folder, { recursive: true });
const files = await bundle({ engine: "test/bench/engine/creation-entry.ts" });
for (const [name, text] of files) writeFileSync(join(folder, name), text);
writeFileSync(join(folder, "package.json"), '{ "type": "module" }');

const bundles = [
  { name: "", folder },
  ...(chosen.beside === undefined ? [] : [{ name: `${chosen.beside}: `, folder: chosen.beside }]),
];
const measured = new Map<string, Measured>();
const runs = Number(chosen.runs ?? (chosen.smoke ? 2 : 25));
for (let run = 0; run < runs; run++) {
  for (const { name, folder } of run % 2 === 0 ? bundles : bundles.toReversed()) {
    for (const [part, time] of Object.entries(timesOf(folder))) {
      const what = name + part;
      const before = measured.get(what)?.times ?? [];
      measured.set(what, { what, times: [...before, time] });
    }
  }
}
if (chosen.keep === undefined) rmSync(folder, { recursive: true });
const bytes = Buffer.byteLength(files.get("engine.js") ?? "");
print(
  `The engine in a fresh process, from a bundle of ${Math.round(bytes / 1000)} kB`,
  [...measured.values()],
  chosen.json,
);
