import { setFlagsFromString } from "node:v8";
import { beforeAll, describe, expect, test } from "vitest";
import { createWasmBackend, type WasmBackend } from "#engine/index.ts";
import { engineFlags } from "#lib/training/child.ts";
import { CASES, conformanceCase, kernelNames } from "../conformance.ts";
import { disagreement } from "../disagreement.ts";

for (const flag of engineFlags()) setFlagsFromString(flag);

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
