import { sizeOf } from "../../shape.ts";
import type { Kernels } from "../backend.ts";
import type { WebGpuStorage } from "./buffers.ts";
import type { WebGpuView } from "./elementwise.ts";
import type { Machine } from "./machine.ts";
import { wholeOf } from "./copying.ts";
import { walk } from "./walk.ts";
import { GROUP_SIZE, type KernelCode } from "./wgsl/shader.ts";

export function reduce(machine: Machine): Pick<Kernels<WebGpuStorage>, "sum" | "max" | "argmax"> {
  return {
    sum: (x, kept) => fold(machine, "sum", x, kept),
    max: (x, kept) => fold(machine, "max", x, kept),
    argmax: (x, kept) => fold(machine, "argmax", x, kept),
  };
}

/** How entries become one: what it starts from, what becomes of it by an entry or by another's, and the bits of the result. */
interface Folding {
  readonly type: string;
  readonly start: string;
  /** `total` after an entry, which `entry` is the bits of, at position `i`. */
  readonly add: string;
  /** `a` and then `b`. */
  readonly join: string;
  readonly result: string;
}

const FOLDINGS: Readonly<Record<"sum" | "max" | "argmax", Folding>> = {
  sum: {
    type: "f32",
    start: "0.0",
    add: "total + bitcast<f32>(entry)",
    join: "a + b",
    result: "bitcast<u32>(total)",
  },
  max: {
    type: "f32",
    start: "negative(infinity())",
    add: "larger(total, bitcast<f32>(entry))",
    join: "larger(a, b)",
    result: "bitcast<u32>(total)",
  },
  // Ranks and positions: of equal ranks the first position, and NaN above all.
  argmax: {
    type: "vec2<i32>",
    start: "vec2<i32>(-0x7fffffff, 0x7fffffff)",
    add: "firstLargest(total, vec2<i32>(rankOf(bitcast<f32>(entry)), i32(i)))",
    join: "firstLargest(a, b)",
    result: "bitcast<u32>(f32(total.y))",
  },
};

/** Up to this length a thread folds all entries of its result alone. */
const SHORT = 32;
/** From so many results on, threads fold longer runs alone too. */
const MANY = 4096;
const LONGEST_ALONE = 1024;
/** Longer runs are folded by several workgroups, and their results then by one. */
const PART = 2 ** 14;

/** Whether each of so many runs is better walked by one thread than by a workgroup. */
export function aloneFor(count: number, length: number): boolean {
  return length <= SHORT || (count >= MANY && length <= LONGEST_ALONE);
}

function fold(machine: Machine, name: keyof typeof FOLDINGS, x: WebGpuView, kept: number): WebGpuStorage {
  const count = sizeOf(x.shape.slice(0, kept));
  const length = sizeOf(x.shape.slice(kept));
  if (aloneFor(count, length)) {
    return foldRuns(machine, name, "alone", x, kept, { count, length, parts: 1 });
  }
  const parts = name === "argmax" || length <= 2 * PART ? 1 : Math.ceil(length / PART);
  const folded = foldRuns(machine, name, "together", x, kept, { count, length, parts });
  if (parts === 1) return folded;
  try {
    return fold(machine, name, wholeOf(folded, [count, parts]), 1);
  } finally {
    machine.pool.release(folded);
  }
}

/** Σ over `parts` of so many storages of `size` entries that lie one after another, in order. */
export function foldParts(machine: Machine, x: WebGpuStorage, size: number, parts: number): WebGpuStorage {
  const view = { storage: x, shape: [size, parts], strides: [1, size], offset: 0 };
  return foldRuns(machine, "sum", "alone", view, 1, { count: size, length: parts, parts: 1 });
}

interface Runs {
  readonly count: number;
  readonly length: number;
  readonly parts: number;
}

function foldRuns(
  machine: Machine,
  name: keyof typeof FOLDINGS,
  manner: "alone" | "together",
  x: WebGpuView,
  kept: number,
  { count, length, parts }: Runs,
): WebGpuStorage {
  const results = count * parts;
  const out = machine.pool.allocate(results);
  const outer = walk(x.shape.slice(0, kept), [{ strides: x.strides.slice(0, kept), offset: x.offset }], "outer");
  const inner = walk(x.shape.slice(kept), [{ strides: x.strides.slice(kept), offset: 0 }], "inner");
  machine.run(
    `${name} ${manner} ${outer.key} ${inner.key}`,
    {
      reads: [x.storage],
      writes: [out],
      numbers: { results, length, parts, chunk: Math.ceil(length / parts), ...outer.numbers, ...inner.numbers },
      groups: manner === "alone" ? Math.ceil(results / GROUP_SIZE) : results,
    },
    () => {
      const folding = FOLDINGS[name];
      const add = `
${inner.coordinates("i")}
    let entry = x0[base + ${inner.index(0, "i")}];
    total = ${folding.add};`;
      const base = `${outer.coordinates("run")}
  let base = ${outer.index(0, "run")};`;
      return manner === "alone" ? aloneCode(folding, base, add) : togetherCode(folding, base, add);
    },
  );
  return out;
}

// A thread for each result.
function aloneCode({ start, result }: Folding, base: string, add: string): KernelCode {
  return {
    body: `
  if (thread >= u.results) { return; }
  let run = thread;
${base}
  var total = ${start};
  for (var i = 0u; i < u.length; i++) {
${add}
  }
  y0[thread] = ${result};`,
  };
}

// A workgroup for each result: every thread folds each 256th entry, and then they are folded by twos.
function togetherCode({ type, start, join, result }: Folding, base: string, add: string): KernelCode {
  return {
    declarations: `var<workgroup> totals: array<${type}, ${GROUP_SIZE}>;`,
    body: `
  if (group >= u.results) { return; }
  let run = group / u.parts;
${base}
  let begin = (group % u.parts) * u.chunk;
  let end = min(begin + u.chunk, u.length);
  var total = ${start};
  for (var i = begin + local; i < end; i += ${GROUP_SIZE}u) {
${add}
  }
  totals[local] = total;
  for (var half = ${GROUP_SIZE / 2}u; half > 0u; half >>= 1u) {
    workgroupBarrier();
    if (local < half) {
      let a = totals[local];
      let b = totals[local + half];
      totals[local] = ${join};
    }
  }
  if (local == 0u) {
    total = totals[0];
    y0[group] = ${result};
  }`,
  };
}
