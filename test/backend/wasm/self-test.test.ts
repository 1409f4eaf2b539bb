import { afterEach, describe, expect, test, vi } from "vitest";
import { createEngine, referenceBackend } from "#engine/index.ts";
import { f32x4, f64x2, i32x4, i64x2, v128 } from "#engine/backend/wasm/emit/instructions.ts";

const { Memory, Module, Instance, validate } = WebAssembly;

afterEach(() => {
  vi.unstubAllGlobals();
});

/** The reason that the engine gives for what it takes, on a runtime that changes the bytes of modules. */
async function reasonWith(change: (bytes: string) => string): Promise<string> {
  function Changed(bytes: Uint8Array) {
    const changed = change(Buffer.from(bytes).toString("latin1"));
    return new Module(Buffer.from(changed, "latin1"));
  }
  vi.stubGlobal("WebAssembly", { Memory, Module: Changed, Instance, validate });
  const engine = await createEngine({ threads: 1 });
  const { backend, reason } = engine.info();
  expect(backend).toBe(reason.startsWith("WebAssembly") ? "wasm" : "reference");
  if (backend === "reference") expect(engine.backend).toBe(referenceBackend);
  return reason;
}

/** The instruction alone: the prefix and its number, in LEB128. */
function opcodeOf(instruction: unknown): string {
  // Operands of no bytes, which pass for a list of none where one is wanted.
  const nothing = Object.assign([], { type: "v128", bytes: "" });
  const written = (instruction as (...operands: unknown[]) => string | { bytes: string })(nothing, nothing, nothing);
  const bytes = typeof written === "string" ? written : written.bytes;
  return /^\xfd[\x80-\xff]*[\0-\x7f]/.exec(bytes)?.[0] ?? "";
}

const CONSTANT = "\xfd\x0c";

/** The test's own module. */
async function testModule(): Promise<string> {
  const modules: string[] = [];
  await reasonWith((bytes) => {
    modules.push(bytes);
    return bytes;
  });
  expect(modules).toHaveLength(1);
  return modules[0];
}

const WRONG = "vectors are computed wrongly on this runtime";

interface Run {
  readonly reason: string;
  /** Five vectors. */
  readonly operands: Int32Array;
  /** What the test leaves. */
  readonly results: Int32Array;
}

/** Creates an engine, where `after` may change what the test leaves in memory before it is looked at. */
async function runTest({ after }: { after: (results: Int32Array) => void }): Promise<Run> {
  let [operands, results] = [new Int32Array(), new Int32Array()];
  class Watched {
    readonly exports: object;
    constructor(module: WebAssembly.Module, imports: WebAssembly.Imports) {
      const { exports } = new Instance(module, imports);
      const { buffer } = imports.engine.memory as WebAssembly.Memory;
      this.exports = {
        test(from: number, to: number) {
          (exports.test as (from: number, to: number) => void)(from, to);
          operands = new Int32Array(buffer, from, 20).slice();
          const room = new Int32Array(buffer, to);
          after(room);
          results = room.slice(0, 4 * 51);
        },
      };
    }
  }
  vi.stubGlobal("WebAssembly", { Memory, Module, Instance: Watched, validate });
  const { reason } = (await createEngine({ threads: 1 })).info();
  return { reason, operands, results };
}

async function numbersOfTest(): Promise<Run> {
  const run = await runTest({ after: () => undefined });
  expect(run.reason).toMatch(/^WebAssembly .*works here$/);
  return run;
}

describe("the self-test of the WASM backend", () => {
  test("is a single module of less than 2 kB", async () => {
    expect((await testModule()).length).toBeLessThan(2048);
  });

  const kinds = { f32x4, f64x2, i32x4, i64x2, v128 };
  const all = Object.entries(kinds).flatMap(([kind, instructions]) =>
    Object.entries(instructions).map(([name, instruction]) => [`${kind}.${name}`, instruction] as const),
  );

  test.each(all.filter(([name]) => name !== "f32x4.fusedMultiplyAdd"))("carries out %s", async (name, instruction) => {
    const opcode = name.endsWith(".const") ? CONSTANT : opcodeOf(instruction);
    expect(opcode).toMatch(/^\xfd/);
    expect(await testModule()).toContain(opcode);
  });

  test("leaves what JavaScript makes of the same numbers, whatever the instruction", async () => {
    const { operands, results } = await numbersOfTest();
    const views = <T>(type: new (buffer: ArrayBufferLike, offset: number, length: number) => T, length: number) =>
      Array.from({ length: 5 }, (_, i) => new type(operands.buffer, 16 * i, length));
    const [x, y, z] = views(Float32Array, 4);
    const [p, q, r] = views(Int32Array, 4);
    const [, , , u, v] = views(Float64Array, 2);
    const [, , , s, t] = views(BigInt64Array, 2);
    const floats = (rule: (i: number) => number) => Float32Array.from({ length: 4 }, (_, i) => rule(i));
    const words = (rule: (i: number) => number) => Int32Array.from({ length: 4 }, (_, i) => rule(i));
    const masks = (rule: (i: number) => boolean) => words((i) => (rule(i) ? -1 : 0));
    const doubles = (rule: (i: number) => number) => Float64Array.from({ length: 2 }, (_, i) => rule(i));
    const longs = (rule: (i: number) => bigint) => BigInt64Array.from([0, 1].map(rule));
    const wanted: readonly (readonly [name: string, numbers: ArrayBufferView])[] = [
      ["f32x4.add", floats((i) => x[i] + y[i])],
      ["f32x4.sub", floats((i) => x[i] - y[i])],
      ["f32x4.mul", floats((i) => x[i] * y[i])],
      ["f32x4.div", floats((i) => x[i] / y[i])],
      ["f32x4.min", floats((i) => Math.min(x[i], y[i]))],
      ["f32x4.max", floats((i) => Math.max(x[i], y[i]))],
      ["f32x4.pseudoMin", floats((i) => (y[i] < x[i] ? y[i] : x[i]))],
      ["f32x4.pseudoMax", floats((i) => (x[i] < y[i] ? y[i] : x[i]))],
      ["f32x4.nearest", floats((i) => Math.round(x[i]))],
      ["f32x4.truncate", floats((i) => Math.trunc(x[i]))],
      ["f32x4.abs", floats((i) => Math.abs(x[i]))],
      ["f32x4.neg", floats((i) => -x[i])],
      ["f32x4.sqrt", floats(() => Math.SQRT2)],
      ["f32x4.equal", masks((i) => x[i] === y[i])],
      ["f32x4.notEqual", masks((i) => x[i] !== y[i])],
      ["f32x4.less", masks((i) => x[i] < y[i])],
      ["f32x4.greater", masks((i) => x[i] > y[i])],
      ["f32x4.lessEqual", masks((i) => x[i] <= y[i])],
      ["f32x4.splat, lane, withLane", Float32Array.of(x[2], y[3], x[2], x[2])],
      ["f32x4.fromI32", floats((i) => p[i])],
      ["f32x4.fromF64", Float32Array.of(u[0], u[1], 0, 0)],
      ["i32x4.fromF32", Int32Array.of(-2, 0, 3, 2 ** 31 - 1)],
      ["i32x4.add", words((i) => p[i] + q[i])],
      ["i32x4.sub", words((i) => p[i] - q[i])],
      ["i32x4.mul", words((i) => Math.imul(p[i], q[i]))],
      ["i32x4.shiftLeft", words((i) => p[i] << 9)],
      ["i32x4.shiftRightSigned", words((i) => p[i] >> 9)],
      ["i32x4.splat", words(() => 4)],
      ["f64x2.add", doubles((i) => u[i] + v[i])],
      ["f64x2.sub", doubles((i) => u[i] - v[i])],
      ["f64x2.mul", doubles((i) => u[i] * v[i])],
      ["f64x2.div", doubles((i) => u[i] / v[i])],
      ["f64x2.pseudoMin", doubles((i) => Math.min(u[i], v[i]))],
      ["f64x2.pseudoMax", doubles((i) => Math.max(u[i], v[i]))],
      ["f64x2.nearest", doubles((i) => Math.round(u[i]))],
      ["f64x2.abs", doubles((i) => Math.abs(u[i]))],
      ["f64x2.equal", longs((i) => (u[i] === v[i] ? -1n : 0n))],
      ["f64x2.fromLowF32", doubles((i) => x[i])],
      ["i64x2.add", longs((i) => s[i] + t[i])],
      ["i64x2.sub", longs((i) => s[i] - t[i])],
      ["i64x2.shiftLeft", longs((i) => s[i] << 9n)],
      ["i64x2.shiftRight", longs((i) => BigInt.asUintN(64, s[i]) >> 9n)],
      ["v128.and", words((i) => p[i] & q[i])],
      ["v128.or", words((i) => p[i] | q[i])],
      ["v128.xor", words((i) => p[i] ^ q[i])],
      ["v128.not", words((i) => ~p[i])],
      ["v128.select", words((i) => (p[i] & r[i]) | (q[i] & ~r[i]))],
      ["v128.shuffle", Float32Array.of(x[2], x[3], y[0], y[1])],
      ["a product and a sum, fused or not", floats((i) => x[i] * y[i] + z[i])],
      ["v128.loadSplat", floats(() => x[1])],
      ["fillMemory and copyMemory", Int32Array.of(0x3f3f3f3f, p[1], p[2], p[3])],
    ];
    const wordsOf = (numbers: ArrayBufferView) => [...new Int32Array(numbers.buffer)];
    const got = wanted.map(([name], i) => [name, [...results.subarray(4 * i, 4 * i + 4)]]);
    expect(got).toEqual(wanted.map(([name, numbers]) => [name, wordsOf(numbers)]));
  });

  // Each for one that takes and gives as much, and has as long a number.
  const { add, sub, mul, div, min, max, pseudoMin, pseudoMax, nearest, truncate, abs, neg } = f32x4;
  test.each([
    ["f32x4.add", add, sub],
    ["f32x4.sub", sub, add],
    ["f32x4.mul", mul, div],
    ["f32x4.div", div, mul],
    ["f32x4.min", min, max],
    ["f32x4.max", max, min],
    ["f32x4.pseudoMin", pseudoMin, pseudoMax],
    ["f32x4.pseudoMax", pseudoMax, pseudoMin],
    ["f32x4.nearest", nearest, truncate],
    ["f32x4.truncate", truncate, nearest],
    ["f32x4.abs", abs, neg],
    ["f32x4.neg", neg, abs],
    ["f32x4.sqrt", f32x4.sqrt, abs],
    ["f32x4.equal", f32x4.equal, f32x4.notEqual],
    ["f32x4.notEqual", f32x4.notEqual, f32x4.equal],
    ["f32x4.less", f32x4.less, f32x4.lessEqual],
    ["f32x4.greater", f32x4.greater, f32x4.less],
    ["f32x4.lessEqual", f32x4.lessEqual, f32x4.less],
    ["f32x4.fromI32", f32x4.fromI32, i32x4.fromF32],
    ["i32x4.fromF32", i32x4.fromF32, f32x4.fromI32],
    ["f32x4.fromF64", f32x4.fromF64, f64x2.fromLowF32],
    ["f64x2.fromLowF32", f64x2.fromLowF32, f32x4.fromF64],
    ["i32x4.add", i32x4.add, i32x4.sub],
    ["i32x4.sub", i32x4.sub, i32x4.add],
    ["i32x4.mul", i32x4.mul, i32x4.add],
    ["i32x4.shiftLeft", i32x4.shiftLeft, i32x4.shiftRightSigned],
    ["i32x4.shiftRightSigned", i32x4.shiftRightSigned, i32x4.shiftLeft],
    ["f64x2.add", f64x2.add, f64x2.sub],
    ["f64x2.sub", f64x2.sub, f64x2.add],
    ["f64x2.mul", f64x2.mul, f64x2.div],
    ["f64x2.div", f64x2.div, f64x2.mul],
    ["f64x2.pseudoMin", f64x2.pseudoMin, f64x2.pseudoMax],
    ["f64x2.pseudoMax", f64x2.pseudoMax, f64x2.pseudoMin],
    ["f64x2.nearest", f64x2.nearest, f64x2.abs],
    ["f64x2.abs", f64x2.abs, f64x2.nearest],
    ["f64x2.equal", f64x2.equal, f32x4.less],
    ["i64x2.add", i64x2.add, i64x2.sub],
    ["i64x2.sub", i64x2.sub, i64x2.add],
    ["i64x2.shiftLeft", i64x2.shiftLeft, i64x2.shiftRight],
    ["i64x2.shiftRight", i64x2.shiftRight, i64x2.shiftLeft],
    ["v128.and", v128.and, v128.or],
    ["v128.or", v128.or, v128.and],
    ["v128.xor", v128.xor, v128.and],
    ["v128.not", v128.not, truncate],
  ])("notices a wrong %s", async (_, right, wrong) => {
    expect(opcodeOf(wrong)).toHaveLength(opcodeOf(right).length);
    expect(await reasonWith((bytes) => bytes.replaceAll(opcodeOf(right), opcodeOf(wrong)))).toBe(WRONG);
  });

  test.each([
    ["a splat of other numbers", "\xfd\x11", "\xfd\x10"],
    ["two numbers of memory in place of one", "\xfd\x09", "\xfd\x0a"],
    ["a lane beside the one that was meant", "\xfd\x1f\x02", "\xfd\x1f\x03"],
    ["a lane written beside the one that was meant", "\xfd\x20\x01", "\xfd\x20\x02"],
    ["bytes shuffled otherwise", "\x08\x09\x0a\x0b", "\x08\x09\x0b\x0a"],
    ["bytes filled otherwise", "\x41\x3f", "\x41\x3e"],
  ])("notices %s", async (_, right, wrong) => {
    expect(await reasonWith((bytes) => bytes.replace(right, wrong))).toBe(WRONG);
  });

  test("looks at every word of what all instructions leave", async () => {
    let word = 0;
    const isTaken = async () => {
      const { reason } = await runTest({ after: (results) => (results[word] ^= 1 << (word % 32)) });
      return reason !== WRONG;
    };
    while (!(await isTaken())) word++;
    // Four for each of 51 vectors.
    expect(word).toBe(204);
  });
});
