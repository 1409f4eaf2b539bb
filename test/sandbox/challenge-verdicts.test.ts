import { afterAll, describe, expect, test } from "vitest";
import { add, mul, tensor } from "#engine/index.ts";
import { challengeOf } from "#content/challenges.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import { type Challenge, completeChallenge } from "#lib/challenge/folder.ts";
import { judge } from "#lib/challenge/judge.ts";
import type { Language } from "#lib/challenge/language.ts";
import type { MutantCache } from "#lib/challenge/like.ts";
import { verdictInWords } from "#lib/challenge/verdict-words.ts";
import type { SandboxRequest } from "#lib/sandbox/request.ts";
import { createSandbox } from "#lib/sandbox/sandbox.ts";
import { loadChallenge } from "../../scripts/challenge-files.ts";

const box = createSandbox();
afterAll(() => box.close());

const files: Record<string, string> = {
  "challenge.md":
    "---\nid: twice\ntitle: Twice\nconcept: layers\nlevel: 1\nminutes: 1\n---\nDo.\n\n## Theory\nx\n\n## Hints\n- a\n\n## Explanation\nx\n\n## Follow-ups\n- **Why?** So.\n",
  "solution.py": "def twice_plus(x, by):\n    return 2 * x + by\n",
  "solution.ts":
    "export const twicePlus = (x: number[][], by: number) => x.map((row) => row.map((v) => 2 * v + by));\n",
};

// A challenge small enough to see through: the double of a column plus one.
const twice = completeChallenge(
  challenge({
    slug: "twice",
    area: "layers",
    defines: ["twice_plus"],
    cases: [
      visible("two rows", (c) => c.call("twice_plus", [[1], [2]], 1).returns(add(mul(tensor([[1], [2]]), 2), 1))),
      hidden("a secret row", (c) => c.call("twice_plus", [[4711]], 1).returns([[9423]])),
    ],
    mutants: [
      {
        id: "plus-left-out",
        says: "without the sum",
        python: [" + by", ""],
        typescript: [" + by", ""],
        killedBy: "two rows",
      },
      {
        id: "squared",
        says: "with squares",
        python: ["2 * x", "x * x"],
        typescript: ["2 * v", "v * v"],
        killedBy: "two rows",
      },
      { id: "minus", says: "with minus", python: ["+ by", "- by"], typescript: ["+ by", "- by"], killedBy: "two rows" },
    ],
  }),
  (file) => files[file.replace(/^(?:starter|second)/, "solution")] ?? null,
);

interface How {
  of?: Challenge;
  language?: Language;
  which?: "visible" | "all";
  limits?: SandboxRequest["limits"];
}

async function said(source: string, { of = twice, language = "python", which = "visible", limits }: How = {}) {
  const run = (request: SandboxRequest) => box.run({ ...request, ...(limits ? { limits } : {}) });
  return verdictInWords(await judge(of, language, source, { run, which, seed: 3 }), language, source);
}

describe("Python", () => {
  test("visible cases that pass say that the hidden ones have not been run", async () => {
    expect(await said(files["solution.py"])).toEqual([
      "✓ two rows",
      "The visible cases passed. The hidden ones have not been run.",
    ]);
  });

  test("all cases", async () => {
    expect(await said(files["solution.py"], { which: "all" })).toEqual([
      "✓ two rows",
      "✓ a secret row (hidden)",
      "Passed: all 2 cases, hidden ones included.",
    ]);
  });

  const call = "    twice_plus(np.array([[1.], [2.]]), 1)";

  test.each<[string, string, string[]]>([
    [
      "another number",
      "def twice_plus(x, by):\n    print('in', x.shape)\n    return 3 * x + by",
      [
        "two rows: 2 of 2 entries differ, most at [1, 0]: 7, expected 5 (2 off).",
        call,
        "  got      (2, 1) [[4], [7]]",
        "  expected (2, 1) [[3], [5]]",
        "It printed:",
        "    in (2, 1)",
      ],
    ],
    [
      "a lost axis",
      "def twice_plus(x, by):\n    return (2 * x + by).sum(axis=1)",
      ["two rows: returned shape (2,), expected (2, 1): keepdims.", call],
    ],
    ["None", "def twice_plus(x, by):\n    2 * x + by", ["two rows: returned None: is a `return` missing?", call]],
    [
      "whole numbers that are wrong",
      "def twice_plus(x, by):\n    return (2.9 * x).astype(int)",
      [
        "two rows: 1 of 2 entries differs, at [0, 0]: 2, expected 3 (1 off).",
        call,
        "  got      (2, 1) [[2], [5]]",
        "  expected (2, 1) [[3], [5]]",
      ],
    ],
    [
      "a changed input",
      "def twice_plus(x, by):\n    x *= 2\n    return x + by",
      ["two rows: changed its first argument, which is now [[2], [4]]: work on a copy.", call],
    ],
    [
      "an exception",
      "def twice_plus(x, by):\n    rows = len(x)\n    return x[rows]",
      [
        "two rows: raised IndexError: index 2 is out of bounds for axis 0 with size 2 in line 3 (`return x[rows]`).",
        call,
      ],
    ],
    [
      "another name",
      "def Twice_Plus(x, by):\n    return 2 * x + by",
      ["two rows: `twice_plus` is not defined; did you mean `Twice_Plus`?", call],
    ],
    [
      "a known fault",
      "def twice_plus(x, by):\n    return x + x",
      [
        "two rows: 2 of 2 entries differ, most at [0, 0]: 2, expected 3 (1 off).",
        call,
        "  got      (2, 1) [[2], [4]]",
        "  expected (2, 1) [[3], [5]]",
        "This is what it gives without the sum.",
      ],
    ],
  ])("%s", async (_, source, words) => {
    expect(await said(source)).toEqual(["✗ two rows", ...words]);
  });

  test("a list passes as an array, and that is said", async () => {
    expect((await said("def twice_plus(x, by):\n    return (2 * x + by).tolist()"))[0]).toBe(
      "✓ two rows (a list was taken as an array)",
    );
  });

  test("a syntax error", async () => {
    expect(await said("def twice_plus(x, by)\n    return x")).toEqual([
      "The file could not be loaded: raised SyntaxError: expected ':' in line 1 (`def twice_plus(x, by)`).",
    ]);
  });

  test.each<[string, string, string]>([
    [
      "an endless loop",
      "def twice_plus(x, by):\n    while True: pass",
      'Stopped after 1 seconds in the case "two rows": twice_plus(np.array([[1.], [2.]]), 1). Does a loop never end?',
    ],
    [
      "an endless loop while loading",
      "while True: pass",
      "Stopped after 1 seconds while the file was loaded. Does a loop never end?",
    ],
    [
      "a flood",
      "def twice_plus(x, by):\n    while True: print('x' * 999)",
      'Printed more than 64 kB in the case "two rows".',
    ],
    [
      "too much memory",
      "import numpy as np\ndef twice_plus(x, by):\n    return np.ones((9000, 9000))",
      'Out of memory (256 MB) in the case "two rows": twice_plus(np.array([[1.], [2.]]), 1).',
    ],
  ])("%s", async (_, source, words) => {
    expect(await said(source, { limits: { time: 1000 } })).toContain(words);
  });

  test("of a hidden case nothing is told but its name and the kind of fault", async () => {
    const tells = "def twice_plus(x, by):\n    if x[0, 0] > 9: print(x); raise ValueError(x)\n    return 2 * x + by";
    const verdict = await judge(twice, "python", tells, { run: box.run, which: "all", seed: 3 });
    expect(verdict).toMatchObject({
      kind: "failed",
      first: null,
      like: null,
      hidden: [{ name: "a secret row", state: "failed", why: "threw" }],
    });
    expect(JSON.stringify(verdict)).not.toContain("4711");
    const loops = tells.replace("raise ValueError(x)", "\n    while x[0, 0] > 9: pass");
    const run = (request: SandboxRequest) => box.run({ ...request, limits: { time: 1000 } });
    const ended = await judge(twice, "python", loops, { run, which: "all", seed: 3 });
    expect(ended).toMatchObject({ kind: "ended", during: { case: "a secret row", hidden: true, call: null } });
    expect(JSON.stringify(ended)).not.toContain("4711");
  });

  test("known faults run once for the same visible cases", async () => {
    let runs = 0;
    const cache: MutantCache = new Map();
    const run = (request: SandboxRequest) => {
      runs += 1;
      return box.run(request);
    };
    const source = "def twice_plus(x, by):\n    return 5 * x";
    await judge(twice, "python", source, { run, which: "visible", seed: 1, cache });
    expect(runs).toBe(4);
    await judge(twice, "python", source, { run, which: "visible", seed: 2, cache });
    expect(runs).toBe(5);
  });

  test("a caller can stop it", async () => {
    const stopped = await judge(twice, "python", "while True: pass", {
      run: box.run,
      which: "all",
      seed: 1,
      signal: AbortSignal.timeout(300),
    });
    expect(stopped).toEqual({ kind: "stopped" });
  });
});

describe("TypeScript", () => {
  test.each<[string, string, string[]]>([
    [
      "a name that is not exported",
      "function twicePlus() {}",
      ["two rows: `twicePlus` is not exported: write `export` before it.", "    twicePlus([[1], [2]], 1)"],
    ],
    [
      "nothing",
      "export function twicePlus() {}",
      ["two rows: returned nothing: is a `return` missing?", "    twicePlus([[1], [2]], 1)"],
    ],
    [
      "a typed array in place of rows",
      "export const twicePlus = (x: number[][], by: number) => Float64Array.from(x, ([v]) => 2 * v + by);",
      [
        "two rows: returned shape (2,), expected (2, 1): an axis of length 1 is missing.",
        "    twicePlus([[1], [2]], 1)",
      ],
    ],
    [
      "an exception",
      "export function twicePlus(x: number[][]) {\n  return x[9].map((v) => v);\n}",
      [
        "two rows: raised TypeError: cannot read property 'map' of undefined in line 2 (`return x[9].map((v) => v);`).",
        "    twicePlus([[1], [2]], 1)",
      ],
    ],
  ])("%s", async (_, source, words) => {
    expect(await said(source, { language: "typescript" })).toEqual(["✗ two rows", ...words]);
  });

  test("rows may be typed arrays", async () => {
    const source =
      "export const twicePlus = (x: number[][], by: number) => x.map((r) => Float64Array.of(2 * r[0] + by));";
    expect((await said(source, { language: "typescript", which: "all" })).at(-1)).toBe(
      "Passed: all 2 cases, hidden ones included.",
    );
  });
});

describe("the dense layer", () => {
  const definition = challengeOf("dense-layer");
  if (!definition) throw new Error("there is no challenge dense-layer");
  const dense = loadChallenge(definition);

  test("a backward pass that fits neither the engine nor the forward pass is told by its fault", async () => {
    const source = dense.programs.python.second.replace(
      "d_bias[k] += upstream[n, k]",
      "d_bias[k] += upstream[n, k] / len(x)",
    );
    const verdict = await judge(dense, "python", source, { run: box.run, which: "all", seed: 5 });
    expect(verdict).toMatchObject({
      kind: "failed",
      first: { case: "backward, two examples", difference: { kind: "values", where: "dbias" } },
      like: { id: "bias-averaged-over-batch", misconception: "batch-mean-twice" },
    });
  });

  test("a backward pass of another forward pass does not fit finite differences", async () => {
    const source = dense.programs.python.solution.replace("x @ weights + bias", "2 * (x @ weights) + bias");
    const verdict = await judge(dense, "python", source, { run: box.run, which: "all", seed: 5 });
    if (verdict.kind !== "failed") throw new Error(verdict.kind);
    expect(verdict.hidden).toContainEqual({
      name: "gradients by finite differences",
      state: "failed",
      why: "gradient",
    });
  });
});
