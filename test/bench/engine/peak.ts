// What one thread can do at best with vectors of 128 bits: multiply-adds that never leave the registers.
import { serve } from "./serve.mjs";
import { PEAK_CHAINS } from "./workloads.ts";

/** "\0asm" and version 1. */
const HEADER = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
/** Places of the locals. */
const ROUNDS = 0;
const FIRST_CHAIN = 1;
const FACTOR = FIRST_CHAIN + PEAK_CHAINS;
const SUMMAND = FACTOR + 1;
/** Rounds written one after another in the loop, so that counting them weighs little. */
const UNROLLED = 4;

await serve({
  introduce: () => ({ version: process.version, detail: "WebAssembly SIMD, one thread" }),
  prepare(workload) {
    if (workload.kind !== "peak") throw new Error("this measures the peak alone");
    const bytes = encodeLoop(workload.fused);
    if (!WebAssembly.validate(bytes)) throw new Error("this runtime has no relaxed SIMD");
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
    const loop = exports["loop"] as (rounds: number) => number;
    return {
      restart() {},
      run(steps) {
        for (let i = 0; i < steps; i++) loop(workload.rounds);
      },
      check: () => [loop(1000)],
    };
  },
});

/**
 * A module with one function `loop(rounds)`: every chain becomes chain · ½ + 1 in each round, which tends to 2; it gives
 * the first entry of their mean. Format: WebAssembly Core Specification 2.0, section 5, and the relaxed SIMD proposal.
 */
function encodeLoop(fused: boolean): Uint8Array<ArrayBuffer> {
  const get = (local: number) => [0x20, local];
  const set = (local: number) => [0x21, local];
  const simd = (number: number) => [0xfd, ...unsigned(number)];
  const splat = (value: number) => [0x43, ...new Uint8Array(Float32Array.of(value).buffer), ...simd(19)];
  const [multiply, add, fusedMultiplyAdd] = [simd(230), simd(228), simd(0x105)];
  const chains = Array.from({ length: PEAK_CHAINS }, (_, i) => FIRST_CHAIN + i);

  const round = chains.flatMap((chain) => {
    const operands = [...get(chain), ...get(FACTOR)];
    return fused
      ? [...operands, ...get(SUMMAND), ...fusedMultiplyAdd, ...set(chain)]
      : [...operands, ...multiply, ...get(SUMMAND), ...add, ...set(chain)];
  });
  const rounds = Array.from({ length: UNROLLED }, () => round).flat();
  const countDown = [...get(ROUNDS), 0x41, UNROLLED, 0x6b, 0x22, ROUNDS]; // tee
  const loop = [0x03, 0x40, ...rounds, ...countDown, 0x41, 0, 0x4a, 0x0d, 0, 0x0b]; // again while > 0
  const sum = [...get(chains[0]), ...chains.slice(1).flatMap((chain) => [...get(chain), ...add])];
  const mean = [...sum, ...splat(1 / PEAK_CHAINS), ...multiply, ...simd(31), 0];
  const body = [...splat(0.5), ...set(FACTOR), ...splat(1), ...set(SUMMAND), ...loop, ...mean, 0x0b];
  const code = [1, PEAK_CHAINS + 2, 0x7b, ...body];
  return Uint8Array.from([
    ...HEADER,
    ...section(1, [1, 0x60, 1, 0x7f, 1, 0x7d]),
    ...section(3, [1, 0]),
    ...section(7, [1, 4, ...new TextEncoder().encode("loop"), 0, 0]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ]);
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

/** LEB128: seven bits a byte, the lowest first. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}
