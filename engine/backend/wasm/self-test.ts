import { BackendError } from "../../errors.ts";
import { defineFunction, set } from "./emit/builder.ts";
import { copyMemory, f32x4, f64x2, fillMemory, i32, i32x4, i64x2, v128, type Value } from "./emit/instructions.ts";
import { VectorCode } from "./emit/vector-code.ts";
import type { Machine } from "./machine.ts";

type Vector = Value<"v128">;

// Sums and products of A, B and C are exact, so that a·b + c is the same fused or not; the last of A is beyond int32.
const A = Float32Array.of(-2.625, 0.75, 3.640625, 2 ** 33);
const B = Float32Array.of(0.5, 0.75, 7, 0.25);
const C = Float32Array.of(4, -1, 0.125, 2 ** 20);
const D = Float64Array.of(-2.625, 2 ** 40 + 0.75);
const E = Float64Array.of(3, 2 ** 40 + 0.75);
const OPERANDS = [A, B, C, D, E];
/** Bytes of a vector. */
const SIZE = 16;

/** Of what the test leaves in memory: its test works it out, number by number, with JavaScript's own arithmetic. */
const DIGEST = -2_075_344_927;

/**
 * Carries out once every vector instruction that kernels are made of, in one small function, and compares a digest of the bits
 * with what it must be. Throws a BackendError where it differs, and what the runtime throws where it does not know an instruction.
 * That kernels are made of the right instructions is what the engine's own tests show.
 */
export function selfTest(machine: Machine): void {
  const { memory } = machine;
  let length = 0;
  const definition = defineFunction("test", { from: "i32", to: "i32" }, ({ from, to }, locals) => {
    const operands = OPERANDS.map(() => locals.v128());
    const room = i32.add(from, i32.const(SIZE * OPERANDS.length));
    const fused = new VectorCode(locals, machine.features.fma).multiplyAdd(operands[0], operands[1], operands[2]);
    const results = [...resultsOf(operands), fused, v128.loadSplat(from, 4), v128.load(room)];
    length = 4 * results.length;
    return [
      copyMemory(room, from, i32.const(SIZE)),
      fillMemory(room, i32.const(0x3f), i32.const(4)),
      ...operands.map((operand, i) => set(operand, v128.load(from, SIZE * i))),
      ...results.map((result, i) => v128.store(to, result, SIZE * i)),
    ];
  });
  const from = memory.allocate(4 * OPERANDS.length + 4);
  const to = memory.allocate(length);
  const words = memory.asIntegers;
  OPERANDS.forEach(({ buffer }, i) => words.set(new Int32Array(buffer), from.pointer / 4 + 4 * i));
  machine.compile(definition)(from.pointer, to.pointer);
  let digest = 0;
  // As FNV-1a does it (Fowler, Noll and Vo), by words: no change of a single one goes unnoticed.
  for (let i = 0; i < length; i++) digest = Math.imul(digest ^ words[to.pointer / 4 + i], 0x01000193);
  if (digest !== DIGEST) throw new BackendError("vectors are computed wrongly on this runtime");
}

function resultsOf([a, b, c, d, e]: readonly Vector[]): Vector[] {
  const [four, nine] = [i32.const(4), i32.const(9)];
  return [
    f32x4.add(a, b),
    f32x4.sub(a, b),
    f32x4.mul(a, b),
    f32x4.div(a, b),
    f32x4.min(a, b),
    f32x4.max(a, b),
    f32x4.pseudoMin(a, b),
    f32x4.pseudoMax(a, b),
    f32x4.nearest(a),
    f32x4.truncate(a),
    f32x4.abs(a),
    f32x4.neg(a),
    f32x4.sqrt(f32x4.const(2)),
    f32x4.equal(a, b),
    f32x4.notEqual(a, b),
    f32x4.less(a, b),
    f32x4.greater(a, b),
    f32x4.lessEqual(a, b),
    f32x4.withLane(f32x4.splat(f32x4.lane(a, 2)), 1, f32x4.lane(b, 3)),
    f32x4.fromI32(a),
    f32x4.fromF64(d),
    i32x4.fromF32(a),
    i32x4.add(a, b),
    i32x4.sub(a, b),
    i32x4.mul(a, b),
    i32x4.shiftLeft(a, nine),
    i32x4.shiftRightSigned(a, nine),
    i32x4.splat(four),
    f64x2.add(d, e),
    f64x2.sub(d, e),
    f64x2.mul(d, e),
    f64x2.div(d, e),
    f64x2.pseudoMin(d, e),
    f64x2.pseudoMax(d, e),
    f64x2.nearest(d),
    f64x2.abs(d),
    f64x2.equal(d, e),
    f64x2.fromLowF32(a),
    i64x2.add(d, e),
    i64x2.sub(d, e),
    i64x2.shiftLeft(d, nine),
    i64x2.shiftRight(d, nine),
    v128.and(a, b),
    v128.or(a, b),
    v128.xor(a, b),
    v128.not(a),
    v128.select(a, b, c),
    v128.shuffle(a, b, [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]),
  ];
}
