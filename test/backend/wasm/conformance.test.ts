import { setFlagsFromString } from "node:v8";
import { beforeAll, describe, expect, test } from "vitest";
import { createWasmBackend, type WasmBackend } from "#engine/index.ts";
import { conformanceCase, kernelNames } from "../conformance.ts";
import { disagreement } from "../disagreement.ts";

const CASES = 60;

// Node 20 has relaxed SIMD behind a flag; later ones have it anyway.
setFlagsFromString("--experimental-wasm-relaxed-simd");

describe.each([{ fma: false }, { fma: true }])("the WASM backend, %o", ({ fma }) => {
  let backend: WasmBackend;
  beforeAll(async () => {
    backend = await createWasmBackend({ fma });
  });

  test.each(kernelNames)(`%s agrees with the reference in ${CASES} cases`, async (kernel) => {
    const wrong: string[] = [];
    for (let seed = 0; seed < CASES; seed++) {
      const words = await disagreement(backend, conformanceCase(kernel, seed));
      if (words !== null) wrong.push(words);
    }
    expect(wrong).toEqual([]);
  });
});
