import { setFlagsFromString } from "node:v8";
import { beforeAll, describe, expect, test } from "vitest";
import { createWasmBackend, referenceBackend, type WasmBackend } from "#engine/index.ts";
import type { UnaryKernelName } from "#engine/backend/backend.ts";
import { engineFlags } from "#lib/training/child.ts";
import { unitInLastPlace } from "../disagreement.ts";

/** Units in the last place by which a result may be off; the functions' docstrings say the same. */
const STATED: Partial<Record<UnaryKernelName, number>> = { exp: 2, log: 2, log1p: 3, tanh: 3, sigmoid: 3, erf: 2 };
/** Every 10,007th of all float32 numbers: about 430,000, evenly over all magnitudes. */
const STEP = 10_007;

for (const flag of engineFlags()) setFlagsFromString(flag);

function sampleOfFloats(): Float64Array {
  const bits = Uint32Array.from({ length: Math.ceil(2 ** 32 / STEP) }, (_, i) => i * STEP);
  return Float64Array.from(new Float32Array(bits.buffer));
}

const wholeOf = <S extends { length: number }>(storage: S) => ({
  storage,
  shape: [storage.length],
  strides: [1],
  offset: 0,
});

describe.each([{ fma: false }, { fma: true }])("functions on the WASM backend, %o", ({ fma }) => {
  let backend: WasmBackend;
  beforeAll(async () => {
    backend = await createWasmBackend({ fma });
  });

  test("are computed as asked for", () => {
    expect(backend.info().fma).toBe(fma);
  });

  test.each(Object.entries(STATED))("%s is within %d units in the last place everywhere", (name, stated) => {
    const kernel = name as UnaryKernelName;
    const sample = sampleOfFloats();
    const got = backend.readSync?.(wholeOf(backend.kernels[kernel](wholeOf(backend.upload(sample)))));
    const wanted = referenceBackend.kernels[kernel](wholeOf(sample));
    let worst = { off: 0, x: 0, got: 0, wanted: 0 };
    sample.forEach((x, i) => {
      const value = got?.[i] ?? NaN;
      if (Object.is(value, Math.fround(wanted[i])) || value === Math.fround(wanted[i])) return;
      // Not against the rounded result: half a unit is the least that any float32 is off.
      const off = Math.abs(value - wanted[i]) / unitInLastPlace(wanted[i]);
      if (!(off <= worst.off)) worst = { off, x, got: value, wanted: wanted[i] };
    });
    if (process.env["EPOCH_FIGURES"] !== undefined) console.log(JSON.stringify({ kernel, fma, worst }));
    expect(worst.off).toBeLessThanOrEqual(stated);
  });
});
