import { afterAll, describe, expect, test } from "vitest";
import type { Call, SandboxRequest } from "#lib/sandbox/request.ts";
import { createSandbox } from "#lib/sandbox/sandbox.ts";
import { array, type Value } from "#lib/sandbox/value.ts";
import { told } from "./told.ts";

const box = createSandbox();
afterAll(() => box.close());

const run = (source: string, calls: Call[] = [], more: Partial<SandboxRequest> = {}) =>
  box.run({ language: "python", source, calls, ...more });

describe("values", () => {
  const echo = "def f(*args, **named):\n    return [args, named]";
  const back = async (...args: Value[]) => told(await run(echo, [{ call: "f", args }]));

  test("plain values come back as they went in", async () => {
    expect(await back(null, true, 3, -0, 2.5, "né∑\n\"'\\", [1, [2]])).toBe(
      'returned [(null, true, 3, 0, 2.5, "né∑\\n\\"\'\\\\", [1, [2]]), {}]',
    );
  });

  test("NaN and the infinities survive, alone and in arrays", async () => {
    expect(await back(NaN, Infinity, -Infinity, array([NaN, Infinity, -Infinity, -0]))).toBe(
      "returned [(NaN, Infinity, -Infinity, float64(4)[NaN Infinity -Infinity 0]), {}]",
    );
  });

  test("tuples, dicts and arguments by name", async () => {
    const tuple: Value = { kind: "tuple", items: [1, "a"] };
    const table: Value = {
      kind: "table",
      entries: [
        ["w", array([1])],
        [2, null],
      ],
    };
    expect(told(await run(echo, [{ call: "f", args: [tuple, table], named: { lr: 0.5 } }]))).toBe(
      'returned [((1, "a"), {w: float64(1)[1], 2: null}), {lr: 0.5}]',
    );
  });

  test("a whole number is an int, unless it is said to be a float", async () => {
    const source = "def f(a, b):\n    return [type(a).__name__, type(b).__name__]";
    expect(told(await run(source, [{ call: "f", args: [1, { kind: "float", value: 1 }] }]))).toBe(
      'returned ["int", "float"]',
    );
  });

  test.each([
    ["float32", "float32(1)[0.10000000149011612]"],
    ["float64", "float64(1)[0.1]"],
    ["int64", "int64(1)[0]"],
    ["bool", "bool(1)[1]"],
  ] as const)("an array of %s keeps its dtype", async (dtype, expected) => {
    expect(told(await run("def f(x):\n    return x", [{ call: "f", args: [array([0.1], [1], dtype)] }]))).toBe(
      `returned ${expected}`,
    );
  });

  test("scalars of numpy and arrays of no dimensions have the shape (), whole numbers being int32 here", async () => {
    const source =
      "import numpy as np\ndef f():\n    return [np.float32(0.5), np.array(7), np.mean([1.0, 2.0]), np.bool_(True)]";
    expect(told(await run(source, [{ call: "f" }]))).toBe(
      "returned [float32()[0.5], int32()[7], float64()[1.5], bool()[1]]",
    );
  });

  test("shapes and order survive, a transposed array being row-major again", async () => {
    const source = "def f(x):\n    return x.T";
    expect(told(await run(source, [{ call: "f", args: [array([1, 2, 3, 4, 5, 6], [2, 3])] }]))).toBe(
      "returned float64(3,2)[1 4 2 5 3 6]",
    );
  });

  test("a million numbers go in and come out", async () => {
    const numbers = Float64Array.from({ length: 1_000_000 }, (_, i) => i);
    const result = await run("def f(x):\n    return x + 1", [{ call: "f", args: [array(numbers, [1000, 1000])] }]);
    const [call] = result.calls;
    if (call?.kind !== "returned") throw new Error(told(result));
    const { data, shape } = call.value as ReturnType<typeof array>;
    expect(shape).toEqual([1000, 1000]);
    expect([data[0], data[999_999], data.length]).toEqual([1, 1_000_000, 1_000_000]);
  });

  test("what has no plain form is named by its type", async () => {
    expect(told(await run("def f():\n    return [f, {1, 2}, object(), 1j]", [{ call: "f" }]))).toBe(
      "returned [<function>, <set>, <object>, <complex>]",
    );
  });
});

describe("calls", () => {
  const counter = `class Counter:
    def __init__(self, start, step=1):
        self.value, self.step = start, step
    def add(self, times):
        self.value += times * self.step
        return self.value
`;

  test("an object is kept, its methods are called in order and its attributes are read", async () => {
    const calls: Call[] = [
      { call: "Counter", args: [10], named: { step: 2 }, keep: "counter" },
      { call: "counter.add", args: [3] },
      { call: "counter.add", args: [1] },
      { read: "counter.value" },
    ];
    expect(told(await run(counter, calls))).toBe("returned null; returned 16; returned 18; returned 18");
  });

  test("a kept object and a function of the harness can be arguments", async () => {
    const source =
      "def slope(f, x):\n    return (f(x + 1e-6) - f(x - 1e-6)) / 2e-6\ndef twice(o):\n    return 2 * o.value";
    const harness = "class Box:\n    value = 21\ndef square(x):\n    return x * x\n";
    const result = await run(
      source,
      [
        { call: "harness.Box", keep: "box" },
        { call: "twice", args: [{ kind: "reference", name: "box" }] },
        { call: "slope", args: [{ kind: "reference", name: "harness.square" }, 3] },
      ],
      { harness },
    );
    expect(told(result)).toMatch(/^returned null; returned 42; returned (6|5\.99999|6\.00000)/);
  });

  test("the harness imports the solution, and the solution the harness", async () => {
    const source = "from harness import GIVEN\ndef f():\n    return GIVEN + 1";
    const harness = "GIVEN = 1\ndef ask():\n    import solution\n    return solution.f() * 10";
    expect(told(await run(source, [{ call: "harness.ask" }], { harness }))).toBe("returned 20");
  });

  test("a call that throws leaves the others their results", async () => {
    const source = "def f(x):\n    return 1 / x";
    const calls: Call[] = [
      { call: "f", args: [2] },
      { call: "f", args: [0] },
      { call: "f", args: [4] },
    ];
    expect(told(await run(source, calls))).toBe(
      "returned 0.5; threw ZeroDivisionError: division by zero (line 2); returned 0.25",
    );
  });

  test("names that are not there are missing", async () => {
    const calls: Call[] = [{ call: "g" }, { read: "x.y" }, { call: "f", args: [{ kind: "reference", name: "z" }] }];
    expect(told(await run("def f(x):\n    return x", calls))).toBe("missing g; missing x.y; missing z");
  });

  test("what each call prints is its own", async () => {
    const source = "import sys\nprint('loaded')\ndef f(x):\n    print('é', x)\n    print('warned', file=sys.stderr)";
    const result = await run(source, [
      { call: "f", args: [1] },
      { call: "f", args: [2] },
    ]);
    expect(result.calls.map(({ printed }) => printed)).toEqual(["é 1\n", "é 2\n"]);
    expect(result.stdout).toBe("loaded\né 1\né 2\n");
    expect(result.stderr).toBe("warned\nwarned\n");
  });

  test("arguments that were changed are told, by place and name, and others are not", async () => {
    const source = "def f(a, b, c=None):\n    b[0] = 9\n    c.append(1)";
    const result = await run(source, [{ call: "f", args: [array([1]), array([1])], named: { c: [] } }]);
    expect(told(result)).toBe("returned null, argument 1 became float64(1)[9], argument c became [1]");
  });

  test("an argument that only became what its dtype holds was not changed", async () => {
    expect(told(await run("def f(x):\n    return 0", [{ call: "f", args: [array([0.1], [1], "float32")] }]))).toBe(
      "returned 0",
    );
  });

  test("the same seed gives the same random numbers, another one others", async () => {
    const source =
      "import random, numpy as np\ndef f():\n    return [random.random(), np.random.rand(), np.random.default_rng().random(), hash('a')]";
    const [a, b, c] = await Promise.all(
      [1, 1, 2].map(async (seed) => told(await run(source, [{ call: "f" }], { seed }))),
    );
    expect(b).toBe(a);
    expect(c).not.toBe(a);
  });

  test("nothing survives a run", async () => {
    const calls: Call[] = [{ call: "f" }];
    await run("import numpy, builtins\nnumpy.left = builtins.left = 1\ndef f(): pass", calls);
    const source = "import numpy, builtins\ndef f():\n    return [hasattr(numpy, 'left'), hasattr(builtins, 'left')]";
    expect(told(await run(source, calls))).toBe("returned [false, false]");
  });
});

describe("errors", () => {
  test("frames are the learner's own, from the outside in", async () => {
    const source = "import numpy as np\n\ndef f(x):\n    return g(x)\n\ndef g(x):\n    return np.linalg.inv(x)\n";
    const result = await run(source, [{ call: "f", args: [array([1, 2])] }], { file: "inverse.py" });
    expect(result.calls[0]).toEqual({
      kind: "threw",
      printed: "",
      error: {
        type: "LinAlgError",
        message: "1-dimensional array given. Array must be at least two-dimensional",
        frames: [
          { line: 4, in: "f" },
          { line: 7, in: "g" },
        ],
        omitted: 0,
        line: 7,
        column: null,
      },
    });
  });

  test("an error while loading has its line", async () => {
    expect(await run("x = 1\n\ny = x / 0\n")).toMatchObject({
      kind: "threw",
      error: { type: "ZeroDivisionError", frames: [{ line: 3, in: null }], line: 3 },
    });
  });

  test("a syntax error has its line and column", async () => {
    expect(await run("def f(x):\n    return x +* 2\n")).toMatchObject({
      kind: "threw",
      error: { type: "SyntaxError", message: "invalid syntax", frames: [], line: 2, column: 15 },
    });
  });

  test("a wrong indentation has its line", async () => {
    expect(await run("def f(x):\nreturn x\n")).toMatchObject({
      kind: "threw",
      error: { type: "IndentationError", line: 2 },
    });
  });

  test("of a long recursion the first and last frames are shown", async () => {
    const { calls } = await run("def f(n):\n    return f(n + 1)\n", [{ call: "f", args: [0] }]);
    const [call] = calls;
    expect(call?.kind === "threw" && [call.error.type, call.error.frames.length, call.error.omitted > 900]).toEqual([
      "RecursionError",
      20,
      true,
    ]);
  });

  test("a call with too few arguments has no line of the learner's", async () => {
    expect(told(await run("def f(x): pass", [{ call: "f" }]))).toBe(
      "threw TypeError: f() missing 1 required positional argument: 'x'",
    );
  });
});
