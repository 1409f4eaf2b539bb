import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure, runMain } from "./failure.mjs";
import { isMain } from "./node-version.mjs";
import { root } from "./settings.mjs";

const file = join(root, "NOTICE");

/** Licences that let Epoch use a package as it does. Another one needs a person's decision, and then a line here. */
const accepted = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "CC-BY-4.0",
  "CC0-1.0",
  "ISC",
  "LGPL-3.0-or-later",
  "MIT",
  "OFL-1.1",
]);

/** The text of NOTICE: every package that runs on a user's machine, by licence, as package-lock.json has it. */
export function notice() {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const byLicence = new Map();
  for (const [path, entry] of Object.entries(packages)) {
    if (path === "" || entry.dev || entry.devOptional || entry.link) continue;
    const name = entry.name ?? path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    const licence = entry.license ?? "no licence stated";
    const stated = licence.replaceAll(/[()]/g, "").split(/ (?:AND|OR) /);
    if (!stated.every((part) => accepted.has(part))) {
      throw new Failure(
        `${name} ${entry.version} has the licence "${licence}", which scripts/notice.mjs doesn't know.`,
      );
    }
    byLicence.set(licence, (byLicence.get(licence) ?? new Set()).add(`${name} ${entry.version}`));
  }
  const parts = [...byLicence]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([licence, names]) =>
        `${licence}\n${[...names]
          .sort()
          .map((name) => `  ${name}\n`)
          .join("")}`,
    );
  return `Epoch
Copyright (c) 2026 The Epoch authors. MIT licence, see LICENSE.

Epoch runs with the packages below, which npm installs with the text of each
licence in its folder under node_modules. Packages for other platforms than
yours are listed but not installed. Made by: node scripts/notice.mjs

${parts.join("\n")}`;
}

if (isMain(import.meta.url)) {
  await runMain(() => {
    const text = notice();
    if (!process.argv.includes("--check")) {
      writeFileSync(file, text);
    } else if (readFileSync(file, "utf8") !== text) {
      throw new Failure("NOTICE doesn't list the packages of package-lock.json. Run: node scripts/notice.mjs");
    }
  });
}
