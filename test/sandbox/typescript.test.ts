import { afterAll, describe, expect, test } from "vitest";
import type { Call, SandboxRequest } from "#lib/sandbox/request.ts";
import { createSandbox } from "#lib/sandbox/sandbox.ts";
import { array, type Value } from "#lib/sandbox/value.ts";
import { told } from "./told.ts";

const box = createSandbox();
afterAll(() => box.close());

const run = (source: string, calls: Call[] = [], more: Partial<SandboxRequest> = {}) =>
  box.run({ language: "typescript", source, calls, ...more });

describe("values", () => {
  const echo = "export const f = (...args: unknown[]): unknown => args;";
  const back = async (...args: Value[]) => told(await run(echo, [{ call: "f", args }]));

  test("plain values come back as they went in", async () => {
    expect(await back(null, true, 3, 2.5, "né∑\n\"'\\", [1, [2]])).toBe(
      'returned [null, true, 3, 2.5, "né∑\\n\\"\'\\\\", [1, [2]]]',
    );
  });

  test("NaN, the infinities and −0 survive, alone and in arrays", async () => {
    const source =
      "export const f = (a: number[], b: Float64Array) => [...a, ...b].map((x) => (Object.is(x, -0) ? '-0' : String(x)));";
    expect(told(await run(source, [{ call: "f", args: [[NaN, -Infinity, -0], array([Infinity, NaN, -0])] }]))).toBe(
      'returned ["NaN", "-Infinity", "-0", "Infinity", "NaN", "-0"]',
    );
    expect(await back(NaN, -Infinity, array([Infinity, NaN]))).toBe(
      "returned [NaN, -Infinity, float64(2)[Infinity NaN]]",
    );
  });

  test("plain objects are tables", async () => {
    const table: Value = {
      kind: "table",
      entries: [
        ["w", array([1])],
        ["b", [2]],
      ],
    };
    expect(await back(table)).toBe("returned [{w: float64(1)[1], b: [2]}]");
  });

  test.each([
    ["float32", "Float32Array", "float32(1)[0.10000000149011612]"],
    ["float64", "Float64Array", "float64(1)[0.1]"],
    ["int32", "Int32Array", "int32(1)[0]"],
  ] as const)("an array of %s is a %s", async (dtype, type, expected) => {
    const source = "export const f = (x: any) => [x.constructor.name, x];";
    expect(told(await run(source, [{ call: "f", args: [array([0.1], [1], dtype)] }]))).toBe(
      `returned ["${type}", ${expected}]`,
    );
  });

  test("a hundred thousand numbers go in and come out", async () => {
    const numbers = Float64Array.from({ length: 100_000 }, (_, i) => i);
    const result = await run("export const f = (x: Float64Array) => x.map((v) => v + 1);", [
      { call: "f", args: [array(numbers)] },
    ]);
    const [call] = result.calls;
    if (call?.kind !== "returned") throw new Error(told(result));
    const { data } = call.value as ReturnType<typeof array>;
    expect([data[0], data[99_999], data.length]).toEqual([1, 100_000, 100_000]);
  });

  test("what has no plain form is named by its type", async () => {
    const source = "class Model {}\nexport const f = () => [f, new Model(), undefined, 1n, new Map()];";
    expect(told(await run(source, [{ call: "f" }]))).toBe(
      "returned [<function>, <Model>, <undefined>, <bigint>, <Map>]",
    );
  });
});

describe("calls", () => {
  test("an object is kept, its methods are called in order and its attributes are read", async () => {
    const source = `export class Counter {
  private readonly step: number;
  constructor(public value: number, step = 1) {
    this.step = step;
  }
  add(times: number): number {
    this.value += times * this.step;
    return this.value;
  }
}`;
    const calls: Call[] = [
      { call: "Counter", args: [10, 2], keep: "counter" },
      { call: "counter.add", args: [3] },
      { call: "counter.add", args: [1] },
      { read: "counter.value" },
    ];
    expect(told(await run(source, calls))).toBe("returned null; returned 16; returned 18; returned 18");
  });

  test("the harness imports the solution, and gives functions as arguments", async () => {
    const source = "export const twice = (f: (x: number) => number, x: number): number => f(f(x));";
    const harness =
      'import { twice } from "solution";\nexport const add = (x: number) => x + 1;\nexport const ask = () => twice(add, 0);';
    const calls: Call[] = [
      { call: "harness.ask" },
      { call: "twice", args: [{ kind: "reference", name: "harness.add" }, 5] },
    ];
    expect(told(await run(source, calls, { harness }))).toBe("returned 2; returned 7");
  });

  test("names that are not exported are missing", async () => {
    expect(
      told(await run("const f = () => 1;\nexport const g = 2;", [{ call: "f" }, { call: "g" }, { read: "g" }])),
    ).toBe("missing f; missing g; returned 2");
  });

  test("what each call prints is its own", async () => {
    const source =
      "console.log('loaded');\nexport function f(x: number) {\n  console.log('é', x, [1], { a: 1 });\n  console.error('warned');\n}";
    const result = await run(source, [
      { call: "f", args: [1] },
      { call: "f", args: [2] },
    ]);
    expect(result.calls.map(({ printed }) => printed)).toEqual(['é 1 [1] {"a":1}\n', 'é 2 [1] {"a":1}\n']);
    expect(result.stderr).toBe("warned\nwarned\n");
  });

  test("arguments that were changed are told", async () => {
    const source = "export function f(a: Float64Array, b: number[]) {\n  b.push(9);\n  return a.length;\n}";
    expect(told(await run(source, [{ call: "f", args: [array([1]), [1]] }]))).toBe(
      "returned 1, argument 1 became [1, 9]",
    );
  });

  test("the same seed gives the same random numbers, another one others", async () => {
    const source = "export const f = () => [Math.random(), Math.random()];";
    const [a, b, c] = await Promise.all(
      [1, 1, 2].map(async (seed) => told(await run(source, [{ call: "f" }], { seed }))),
    );
    expect(b).toBe(a);
    expect(c).not.toBe(a);
  });

  test("nothing survives a run", async () => {
    await run("(Array.prototype as any).left = 1;");
    expect(told(await run("export const f = () => 'left' in [];", [{ call: "f" }]))).toBe("returned false");
  });
});

describe("errors", () => {
  test("lines are those of the learner's file, types and all", async () => {
    const source = `interface Point {
  x: number;
}

type Pair = [Point, Point];

export function f(pair: Pair): number {
  return length(pair[0]);
}

function length(
  point: Point,
): number {
  if (point.x < 0) throw new RangeError("negative");
  return point.x;
}
`;
    const point: Value = { kind: "table", entries: [["x", -1]] };
    const result = await run(source, [{ call: "f", args: [[point]] }], { file: "points.ts" });
    expect(result.calls[0]).toEqual({
      kind: "threw",
      printed: "",
      error: {
        type: "RangeError",
        message: "negative",
        frames: [
          { line: 8, in: "f" },
          { line: 14, in: "length" },
        ],
        omitted: 0,
        line: 14,
        column: null,
      },
    });
  });

  test("an error while loading has its line", async () => {
    expect(await run("const a: number = 1;\n\nnull!.x;\n")).toMatchObject({
      kind: "threw",
      error: { type: "TypeError", line: 3 },
    });
  });

  test("a syntax error in the types has its line and column", async () => {
    expect(await run("export const a = 1;\ntype A = { x: number;\n\nconst b = 1;")).toMatchObject({
      kind: "threw",
      error: { type: "SyntaxError", message: 'Unexpected token, expected ";"', frames: [], line: 4, column: 7 },
    });
  });

  test("a syntax error has its line", async () => {
    expect(await run("export const a = 1;\nexport const f = (x: number) => x +* 2;\n")).toMatchObject({
      kind: "threw",
      error: { type: "SyntaxError", line: 2 },
    });
  });

  test("a syntax error that only the interpreter sees has its line", async () => {
    expect(await run("const a: number = 1;\nconst a: string = '';\n")).toMatchObject({
      kind: "threw",
      error: { type: "SyntaxError", line: 2 },
    });
  });
});
