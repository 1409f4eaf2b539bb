import { readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

/** The outcome of a Vitest run from its JSON report: how many passed, which failed and which were skipped. */
export function readVitest(file, exitCode) {
  const report = readJson(file);
  if (!report) return { passed: 0, failed: ["vitest: it left no report"], skipped: [] };
  const failed = [];
  const skipped = [];
  let passed = 0;
  for (const { name, status, assertionResults } of report.testResults) {
    const before = failed.length;
    for (const { status: outcome, fullName, failureMessages } of assertionResults) {
      if (outcome === "passed") passed += 1;
      else if (outcome === "failed") failed.push(`${name}: ${fullName}${because(failureMessages)}`);
      else skipped.push(`${name}: ${fullName}`);
    }
    if (status === "failed" && failed.length === before) failed.push(`${name}: the file could not be run`);
  }
  return complete("vitest", { passed, failed, skipped }, exitCode);
}

/** The outcome of a Playwright run from its JSON report. */
export function readPlaywright(file, exitCode) {
  const report = readJson(file);
  if (!report) return { passed: 0, failed: ["playwright: it left no report"], skipped: [] };
  const failed = report.errors.map(({ message }) => `playwright: ${String(message).split("\n")[0]}`);
  const skipped = [];
  let passed = 0;
  for (const { title, spec } of specsOf(report.suites, [])) {
    for (const { status, results } of spec.tests) {
      if (status === "expected" || status === "flaky") passed += 1;
      else if (status === "skipped") skipped.push(title);
      else failed.push(title + because(results?.flatMap(({ errors }) => errors.map(({ message }) => message))));
    }
  }
  return complete("playwright", { passed, failed, skipped }, exitCode);
}

/** Lines of a failure's reason that are told again at the end, where whoever reads the end alone finds them. */
const MOST_LINES = 12;

function because(messages = []) {
  const lines = messages
    .flatMap((message) => stripVTControlCharacters(String(message)).split("\n"))
    .filter((line) => line.trim() !== "");
  return lines
    .slice(0, MOST_LINES)
    .map((line) => `\n      ${line}`)
    .join("");
}

function specsOf(suites, path) {
  return suites.flatMap((suite) => {
    const here = [...path, suite.title];
    const own = suite.specs.map((spec) => ({ title: [...here, spec.title].join(" > "), spec }));
    return [...own, ...specsOf(suite.suites ?? [], here)];
  });
}

// A run that says it failed has failed, even where no test of it did.
function complete(runner, result, exitCode) {
  if (result.passed + result.failed.length === 0) result.failed.push(`${runner}: no test ran`);
  else if (exitCode !== 0 && result.failed.length === 0) result.failed.push(`${runner}: exit code ${exitCode}`);
  return result;
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** The closing lines, the last of them "N passed, N failed", and the exit code: 1 if anything failed or nothing ran. */
export function addUp(results) {
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.flatMap((result) => result.failed);
  const skipped = results.flatMap((result) => result.skipped);
  const lines = [""];
  if (skipped.length > 0) lines.push(`SKIPPED (${skipped.length}):`, ...skipped.map((name) => `  ${name}`));
  if (failed.length > 0) lines.push(`FAILED (${failed.length}):`, ...failed.map((name) => `  ${name}`));
  lines.push(`${passed} passed, ${failed.length} failed`);
  return { lines, code: failed.length > 0 || passed === 0 ? 1 : 0 };
}
