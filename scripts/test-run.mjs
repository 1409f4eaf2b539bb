import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runChecks } from "./check.mjs";
import { passSignalsOn, run, Stopped } from "./child.mjs";
import { provideChromium } from "./chromium.mjs";
import { Failure } from "./failure.mjs";
import { setUp } from "./setup.mjs";
import { addUp, readPlaywright, readVitest } from "./test-report.mjs";

// Tests choose these themselves, whatever the person who starts them has set.
const neutral = { PORT: undefined, HOST: undefined, DATABASE_URL: undefined, EPOCH_PASSPHRASE: undefined };

/** Sets up, runs the checks and all tests, and closes with one line of totals. Resolves to the exit code. */
export async function main() {
  passSignalsOn();
  const folder = mkdtempSync(join(tmpdir(), "epoch-test-"));
  const results = [];
  try {
    await setUp({ database: null });
    const { passed, failed } = await runChecks();
    results.push({ passed: passed.length, failed: failed.map((name) => `check: ${name}`), skipped: [] });
    // Unit tests run on the software GPU that comes with it.
    const chromium = await provideChromium();
    results.push(await runVitest(join(folder, "vitest.json"), chromium));
    results.push(await runPlaywright(join(folder, "playwright.json"), chromium));
  } catch (error) {
    if (error instanceof Stopped) throw error;
    console.error(error instanceof Failure ? error.message : error);
    results.push({ passed: 0, failed: [`the run itself: ${error.message.split("\n")[0]}`], skipped: [] });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const { lines, code } = addUp(results);
  for (const line of lines) console.log(line);
  return code;
}

async function runVitest(report, chromium) {
  console.log("\nUnit and data tests");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const { code } = await run(["node", "node_modules/vitest/vitest.mjs", "run", ...reporters], {
    env: { ...neutral, NODE_ENV: "test", CHROMIUM_PATH: chromium },
  });
  return readVitest(report, code);
}

async function runPlaywright(report, chromium) {
  console.log("\nBrowser tests");
  if (!chromium) {
    const advice = "no Chromium was found and none could be installed; name one by CHROMIUM_PATH";
    return { passed: 0, failed: [`browser tests: ${advice}`], skipped: [] };
  }
  const env = { ...neutral, CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: report, NODE_ENV: undefined };
  const { code } = await run(["node", "node_modules/@playwright/test/cli.js", "test", "--reporter=line,json"], { env });
  return readPlaywright(report, code);
}
