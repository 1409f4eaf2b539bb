import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { script } from "./script.ts";

type Result = { passed: number; failed: string[]; skipped: string[] };
const { readVitest, readPlaywright, addUp } = await script<{
  readVitest: (file: string, exitCode: number) => Result;
  readPlaywright: (file: string, exitCode: number) => Result;
  addUp: (results: Result[]) => { lines: string[]; code: number };
}>("test-report.mjs");

const place = mkdtempSync(join(tmpdir(), "epoch-report-"));
afterAll(() => rmSync(place, { recursive: true }));

function report(content: unknown): string {
  const file = join(place, "report.json");
  writeFileSync(file, JSON.stringify(content));
  return file;
}

test("Vitest's tests are counted, and a file that could not be run counts as one failure", () => {
  const file = report({
    testResults: [
      {
        name: "a.test.ts",
        status: "failed",
        assertionResults: [
          { status: "passed", fullName: "one" },
          { status: "failed", fullName: "two", failureMessages: ["expected 1\n\n  got \u001b[31m2\u001b[39m"] },
          { status: "pending", fullName: "three" },
        ],
      },
      { name: "b.test.ts", status: "failed", assertionResults: [] },
    ],
  });
  expect(readVitest(file, 1)).toEqual({
    passed: 1,
    failed: ["a.test.ts: two\n      expected 1\n        got 2", "b.test.ts: the file could not be run"],
    skipped: ["a.test.ts: three"],
  });
});

test("Playwright's tests are counted through nested groups", () => {
  const spec = (title: string, status: string, message?: string) => {
    const results = message === undefined ? [] : [{ errors: [{ message }] }];
    return { title, tests: [{ status, results }] };
  };
  const file = report({
    errors: [],
    suites: [
      {
        title: "a.spec.ts",
        specs: [spec("one", "expected"), spec("two", "unexpected", "it broke")],
        suites: [{ title: "group", specs: [spec("three", "skipped"), spec("four", "expected")] }],
      },
    ],
  });
  expect(readPlaywright(file, 1)).toEqual({
    passed: 2,
    failed: ["a.spec.ts > two\n      it broke"],
    skipped: ["a.spec.ts > group > three"],
  });
});

test("a runner that left no report, ran nothing or failed outside its tests has failed", () => {
  expect(readVitest(join(place, "none.json"), 0).failed).toEqual(["vitest: it left no report"]);
  expect(readVitest(report({ testResults: [] }), 0).failed).toEqual(["vitest: no test ran"]);
  const green = {
    testResults: [{ name: "a", status: "passed", assertionResults: [{ status: "passed", fullName: "b" }] }],
  };
  expect(readVitest(report(green), 0).failed).toEqual([]);
  expect(readVitest(report(green), 1).failed).toEqual(["vitest: exit code 1"]);
  expect(readPlaywright(report({ errors: [{ message: "no setup\n  at x" }], suites: [] }), 1).failed).toEqual([
    "playwright: no setup",
  ]);
});

test("the last line is the sum, and anything failed or nothing run is exit code 1", () => {
  const good = { passed: 3, failed: [], skipped: ["c"] };
  expect(addUp([good, good])).toEqual({ lines: ["", "SKIPPED (2):", "  c", "  c", "6 passed, 0 failed"], code: 0 });
  expect(addUp([good, { passed: 0, failed: ["d"], skipped: [] }])).toMatchObject({ code: 1 });
  expect(addUp([good, { passed: 0, failed: ["d"], skipped: [] }]).lines.at(-1)).toBe("3 passed, 1 failed");
  expect(addUp([])).toEqual({ lines: ["", "0 passed, 0 failed"], code: 1 });
});
