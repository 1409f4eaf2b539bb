import { existsSync } from "node:fs";
import { join } from "node:path";
import { passSignalsOn, run } from "./child.mjs";
import { runMain } from "./failure.mjs";
import { isMain, requireNode } from "./node-version.mjs";
import { root } from "./settings.mjs";
import { setUp } from "./setup.mjs";

const sources = ["app", "content", "engine", "lib", "prisma", "scripts", "test"];
const files = ["next.config.ts", "playwright.config.ts", "proxy.ts", "vitest.config.ts"];

// The slow ones first: two run at a time.
const checks = {
  types: [
    ["node", "node_modules/next/dist/bin/next", "typegen"],
    ["node", "node_modules/typescript/bin/tsc", "-p", "."],
  ],
  "engine types": [["node", "node_modules/typescript/bin/tsc", "-p", "engine"]],
  lint: [["node", "node_modules/oxlint/bin/oxlint", "--type-aware", "--deny-warnings", ...present(sources, files)]],
  "dead code": [["node", "node_modules/knip/bin/knip.js", "--no-progress"]],
  format: [["node", "node_modules/@biomejs/biome/bin/biome", "format", "--colors=off", "."]],
  doors: [["node", "scripts/doors.mjs"]],
  "engine reference": [["node", "scripts/engine-reference.mjs", "--check"]],
  notice: [["node", "scripts/notice.mjs", "--check"]],
  content: [["node", "--conditions=react-server", "--import", "tsx", "scripts/check-content.ts"]],
};

/**
 * Runs every check, two at a time, printing a line for each and what it says where it fails.
 * Resolves to the names of those that passed and failed.
 */
export async function runChecks({ say = console.log } = {}) {
  const waiting = Object.entries(checks).filter(([, commands]) => commands.every(exists));
  const passed = [];
  const failed = [];
  async function work() {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, commands] = next;
      const begun = Date.now();
      const text = await runInTurn(commands);
      const seconds = `${((Date.now() - begun) / 1000).toFixed(1)} s`;
      if (text === undefined) {
        passed.push(name);
        say(`✓ ${name} (${seconds})`);
      } else {
        failed.push(name);
        say(`✗ ${name} (${seconds})\n${indent(text)}`);
      }
    }
  }
  await Promise.all([work(), work()]);
  return { passed, failed };
}

/** What the first failing command printed, or undefined when all succeed. */
async function runInTurn(commands) {
  for (const command of commands) {
    const { code, text } = await run(command, { output: "keep", env: { NO_COLOR: "1" } });
    if (code !== 0) return text.trim() || `${command.slice(1).join(" ")} ended with exit code ${code}`;
  }
  return undefined;
}

// Only the content's own check is optional: it comes with the content.
function exists(command) {
  const own = command.find((part) => part.startsWith("scripts/"));
  return own === undefined || existsSync(join(root, own));
}

function present(...lists) {
  return lists.flat().filter((path) => existsSync(join(root, path)));
}

function indent(text) {
  return text.replaceAll(/^/gm, "    ");
}

if (isMain(import.meta.url)) {
  requireNode();
  passSignalsOn();
  await runMain(async () => {
    await setUp({ build: false, database: null });
    const { passed, failed } = await runChecks();
    console.log(`${passed.length} passed, ${failed.length} failed`);
    return failed.length > 0 ? 1 : 0;
  });
}
