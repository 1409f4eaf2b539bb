import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { actionOf } from "../e2e/actions.ts";
import { expect, test } from "../e2e/app.ts";
import { fileOf, openFresh, SOFTMAX, verdict } from "../e2e/workplace.ts";
import { summarise } from "../bench/report.ts";

test.use({ theme: "hostile" });

const define = (body: string) => `import numpy as np\n\ndef softmax(logits):\n    ${body.replaceAll("\n", "\n    ")}\n`;
const declare = (body: string) => `export function softmax(logits: number[][]): unknown {\n${body}\n}\n`;

const PYTHON = [
  define("while True: pass"),
  "while True: pass",
  define("while True:\n    try:\n        while True: pass\n    except BaseException: pass"),
  define("import re\nre.match('(a+)+$', 'a' * 40 + 'b')"),
  define("return 7 ** (7 ** 12) % 10"),
  define("return softmax(logits)"),
  define("a = []\nwhile True: a.append([0] * 10**6)"),
  define("return np.zeros(10**9)"),
  define("a = []\nwhile True: a.append(np.ones(10**6))"),
  define("while True: print('x' * 1000)"),
  define("import sys\nsys.exit(0)"),
  define("import os\nos.abort()"),
  define("import socket\nsocket.create_connection(('127.0.0.1', 80))"),
  define("return open('/etc/passwd').read()"),
  define("import threading\nthreading.Thread(target=print).start()"),
];
const TYPESCRIPT = [
  declare("while (true);"),
  "while (true);",
  declare("for (;;) try { for (;;); } catch {}"),
  declare('/(a+)+$/.test("a".repeat(40) + "b");'),
  declare("return softmax(logits);"),
  declare("const a: number[][] = []; for (;;) a.push(new Array(1e6).fill(0));"),
  declare('let s = "x"; for (;;) s += s;'),
  declare("return new Float64Array(2 ** 28);"),
  declare('for (;;) console.log("x".repeat(1000));'),
  declare("return new Proxy([], { get() { for (;;); } });"),
  declare("return { get length() { for (;;); } };"),
  declare("(Object.prototype as any).passed = true; return logits;"),
  declare("return fetch('http://127.0.0.1');"),
  declare("process.exit(0);"),
  declare("const again = (): void => void Promise.resolve().then(again); again(); return logits;"),
];

/** Milliseconds that every page may take while such programs run. */
const LONGEST = 200;
/** Bytes that the server may have grown by when all of them are sent a second time. */
const MOST_GROWN = 100 * 2 ** 20;

test("hostile submissions leave the server quick, its memory as it was and the next submission clean", async ({
  page,
  server,
  database,
}) => {
  await openFresh(page, database);
  const start = await actionOf(page, () => page.keyboard.press("ControlOrMeta+Enter"));
  await expect(verdict(page)).toBeVisible({ timeout: 60_000 });
  const submit = (language: string, source: string) => {
    const run = { id: crypto.randomUUID(), challenge: "softmax", language, source, which: "all", round: 1, seconds: 5 };
    return start.call([run]);
  };
  const verdicts = async () => Number((await database.all("SELECT count(*) AS n FROM Submission"))[0]?.n);
  const programs = PYTHON.flatMap((source, i) => [
    ["python", source],
    ["typescript", TYPESCRIPT[i]],
  ]);
  // Once everything has been compiled that such programs need, nothing more is kept.
  let [before, after] = [NaN, NaN];
  const times: number[] = [];
  const enough = new AbortController();
  const visiting = (async () => {
    for (
      const paths = ["/", "/challenges", "/notes/softmax", "/drill/done"];
      !enough.signal.aborted;
      paths.push(paths.shift() ?? "")
    ) {
      const begun = performance.now();
      const response = await fetch(server.url + paths[0]);
      await response.text();
      times.push(performance.now() - begun);
      expect(response.status).toBe(200);
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
  })();
  for (const round of [1, 2]) {
    // As many at a time as one learner may have.
    for (let i = 0; i < programs.length; i += 6) {
      const sent = programs.slice(i, i + 6);
      for (const [language, source] of sent) expect((await submit(language, source)).body).not.toContain("refused");
      const judged = (round - 1) * programs.length + i + sent.length;
      await expect.poll(verdicts, { timeout: 120_000 }).toBe(judged);
    }
    [before, after] = [after, memoryOf(server.pid())];
  }
  enough.abort();
  await visiting;

  const rows = await database.all("SELECT passed, json_extract(verdict, '$.headline') AS headline FROM Submission");
  expect(rows.filter(({ passed, headline }) => passed !== 0 || typeof headline !== "string")).toEqual([]);
  await submit("python", fileOf(SOFTMAX, "solution.py"));
  await submit("typescript", fileOf(SOFTMAX, "solution.ts"));
  const solved = async () => Number((await database.all("SELECT sum(passed) AS n FROM Submission"))[0]?.n);
  await expect.poll(solved, { timeout: 60_000 }).toBe(2);

  const grown = after - before;
  const { median, p99, max } = summarise({ what: "", times });
  const ms = (x: number) => `${x.toFixed(0)} ms`;
  console.log(
    `${rows.length} hostile submissions, ${times.length} pages meanwhile: median ${ms(median)}, p99 ${ms(p99)}, ` +
      `longest ${ms(max)}; the server grew by ${(grown / 2 ** 20).toFixed(0)} MB from the first half to the second`,
  );
  expect(p99).toBeLessThan(LONGEST);
  expect(grown).toBeLessThan(MOST_GROWN);
});

/** Bytes that a process has in memory. */
function memoryOf(pid: number): number {
  const pages = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(pages) * 1024;
}
