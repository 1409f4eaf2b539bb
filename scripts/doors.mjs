// The rules about doors that a list of forbidden imports can't express; the rest stands in .oxlintrc.json.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runMain } from "./failure.mjs";
import { isMain } from "./node-version.mjs";
import { root } from "./settings.mjs";
import { filesUnder } from "./stamp.mjs";

/** What is wrong with a source file, as lines of `path:line: what`. */
export function faultsOf(path, text) {
  const faults = [];
  const say = (index, what) => faults.push(`${path}:${text.slice(0, index).split("\n").length}: ${what}`);
  if (path.startsWith("app/_data/") && !/^import "server-only";$/m.test(text)) {
    say(0, 'a file of app/_data must import "server-only"');
  }
  if (/^\s*(\/\/.*\n|\/\*[^]*?\*\/|\s)*["']use client["']/.test(text)) {
    const serverOnly =
      /^(?:import|export)(?! type\b)[^;]*?["'](#content\/|#app\/_data\/|(?:\.\.?\/)+_data\/|node:)[^"']*["']/gm;
    for (const match of text.matchAll(serverOnly)) say(match.index, `a browser file can't import from ${match[1]}`);
  }
  // The sandbox and training alone touch the machine: they keep time.
  if (path.startsWith("lib/") && !/^lib\/(sandbox|training)\//.test(path)) {
    const impure = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(/g;
    for (const match of text.matchAll(impure))
      say(match.index, `the domain is given its context; it doesn't call ${match[0]}`);
  }
  return faults;
}

if (isMain(import.meta.url)) {
  await runMain(() => {
    const sources = ["app", "lib"].flatMap(filesUnder).filter((path) => /\.tsx?$/.test(path));
    const faults = sources.flatMap((path) => faultsOf(path, readFileSync(join(root, path), "utf8")));
    for (const fault of faults) console.error(fault);
    return faults.length > 0 ? 1 : 0;
  });
}
