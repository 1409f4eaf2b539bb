import { BackendError } from "../../errors.ts";
import { count, defineFunction, set } from "./emit/builder.ts";
import { encodeModule } from "./emit/encoder.ts";
import { f32x4, i32, v128 } from "./emit/instructions.ts";
import { VectorCode } from "./emit/vector-code.ts";
import { findWebAssembly } from "./web-assembly.ts";

/** As many sums as hide an addition's latency on processors with two units for vectors, and fit in sixteen registers. */
const SUMS = 10;

/** A loop of multiplications and additions that wait for no memory: what the processor can do with vectors of 128 bits. */
export interface PeakLoop {
  /** Floating-point operations in one round. */
  readonly operations: number;
  run(rounds: number): void;
}

/**
 * The loop against which matrix products are measured, with fused multiply-add or without. Throws a BackendError where the
 * runtime lacks what it needs.
 */
export function makePeakLoop(fma: boolean): PeakLoop {
  const api = findWebAssembly();
  if (api === undefined) throw new BackendError("this runtime has no WebAssembly");
  const kernel = defineFunction("peak", { rounds: "i32" }, ({ rounds }, locals) => {
    const sums = Array.from({ length: SUMS }, () => locals.v128());
    const factor = locals.v128();
    const round = locals.i32();
    const code = new VectorCode(locals, fma);
    return [
      set(factor, f32x4.const(0.999)),
      ...sums.map((sum, i) => set(sum, f32x4.const(i))),
      count(
        round,
        { below: rounds },
        sums.map((sum) => set(sum, code.multiplyAdd(sum, factor, factor))),
      ),
      ...sums.map((sum, i) => v128.store(i32.const(16 * i), sum)),
    ];
  });
  const memory = new api.Memory({ initial: 1 });
  const { exports } = new api.Instance(new api.Module(encodeModule([kernel])), { engine: { memory } });
  const { peak } = exports as { peak: (rounds: number) => void };
  return { operations: SUMS * 4 * 2, run: peak };
}
