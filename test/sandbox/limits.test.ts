import { afterAll, describe, expect, test } from "vitest";
import { createSandbox, runInSandbox, warmSandbox } from "#lib/sandbox/sandbox.ts";
import { told } from "./told.ts";

const box = createSandbox({ width: 1 });
afterAll(() => box.close());

const python = "def f(x):\n    print('before', x)\n    if x == 2:\n        while True: pass\n    return x";
const typescript =
  "export function f(x: number): number {\n  console.log('before', x);\n  while (x === 2);\n  return x;\n}";
const languages = [
  ["python", python],
  ["typescript", typescript],
] as const;

describe.each(languages)("%s", (language, source) => {
  const calls = [1, 2, 3].map((x) => ({ call: "f", args: [x] }));

  test("when time runs out, what came before is told", async () => {
    const result = await box.run({ language, source, calls, limits: { time: 400 } });
    expect(result).toMatchObject({ kind: "timeout", limit: 400, stdout: "before 1\nbefore 2\n" });
    expect(result.calls).toMatchObject([{ kind: "returned", value: 1, printed: "before 1\n" }]);
    expect(result.times.running).toBeLessThan(1500);
  });

  test("a run that is stopped ends at once", async () => {
    const stop = new AbortController();
    const running = box.run({ language, source, calls, limits: { time: 60_000 }, signal: stop.signal });
    setTimeout(() => stop.abort(), 1500);
    const result = await running;
    expect(result.kind).toBe("stopped");
    expect(result.times.running).toBeLessThan(5000);
  });

  test("a run that was stopped before it began does nothing", async () => {
    const result = await box.run({ language, source, calls, signal: AbortSignal.abort() });
    expect(result).toMatchObject({ kind: "stopped", calls: [], stdout: "" });
  });

  test("output ends at the limit, whole characters only", async () => {
    const line = language === "python" ? "print('é' * 100)" : "console.log('é'.repeat(100));";
    const result = await box.run({ language, source: line, limits: { output: 101 } });
    expect(result).toMatchObject({ kind: "output", limit: 101, stdout: "é".repeat(50) });
  });

  test("runs wait for their turn and hear their place", async () => {
    const places: number[][] = [[], [], []];
    const runs = places.map((heard) =>
      box.run({ language, source, calls: calls.slice(0, 1), onPlace: (place) => heard.push(place) }),
    );
    expect((await Promise.all(runs)).map(told)).toEqual(["returned 1", "returned 1", "returned 1"]);
    expect(places).toEqual([[0], [1, 0], [2, 1, 0]]);
  });
});

test("memory of its own limit is enforced in Python", async () => {
  const source = "import numpy as np\ndef f(n):\n    return float(np.ones(n).sum())";
  const calls = [{ call: "f", args: [10_000_000] }];
  const within = await box.run({ language: "python", source, calls });
  expect(told(within)).toBe("returned 10000000");
  const beyond = await box.run({ language: "python", source, calls, limits: { memory: 96 * 2 ** 20 } });
  expect(beyond).toMatchObject({ kind: "memory", limit: 96 * 2 ** 20, error: { line: 3 } });
});

test("memory of its own limit is enforced in TypeScript", async () => {
  const source = "export const f = (n: number): number => new Float64Array(n).length;";
  const calls = [{ call: "f", args: [10_000_000] }];
  expect(told(await box.run({ language: "typescript", source, calls }))).toBe("returned 10000000");
  const beyond = await box.run({ language: "typescript", source, calls, limits: { memory: 64 * 2 ** 20 } });
  expect(beyond).toMatchObject({ kind: "memory", limit: 64 * 2 ** 20 });
});

test("limits that no run could keep are refused", async () => {
  const request = { language: "python", source: "" } as const;
  await expect(box.run({ ...request, limits: { time: 0 } })).rejects.toThrow("limit of time is 0");
  await expect(box.run({ ...request, limits: { memory: 1000 } })).rejects.toThrow("limit of memory is 1000");
});

test("an argument that can't be sent is the caller's fault, not the program's", async () => {
  const result = await box.run({
    language: "python",
    source: python,
    calls: [{ call: "f", args: [{ kind: "opaque", type: "function" }] }],
  });
  expect(told(result)).toMatch(/^broken: TypeError: opaque can't be sent into a sandbox/);
});

test("a sandbox that was warmed has an interpreter ready", async () => {
  await box.warm("python");
  const { kind, times } = await box.run({ language: "python", source: "" });
  expect(kind).toBe("finished");
  expect(times.starting).toBeLessThan(50);
});

test("the sandbox of the process runs programs too", async () => {
  await warmSandbox("typescript");
  expect(
    told(await runInSandbox({ language: "typescript", source: typescript, calls: [{ call: "f", args: [7] }] })),
  ).toBe("returned 7");
});

test("a closed sandbox starts again when it is asked", async () => {
  await box.close();
  expect(told(await box.run({ language: "typescript", source: typescript, calls: [{ call: "f", args: [1] }] }))).toBe(
    "returned 1",
  );
});
