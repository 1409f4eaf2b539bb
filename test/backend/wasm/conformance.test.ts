import { beforeAll, describe, expect, test } from "vitest";
import { type Backend, createWasmBackend, type WasmBackend } from "#engine/index.ts";
import { conformanceCase, kernelNames } from "../conformance.ts";
import { disagreement } from "../disagreement.ts";

const CASES = 60;

describe("the WASM backend", () => {
  let backend: WasmBackend;
  beforeAll(async () => {
    backend = await createWasmBackend();
  });

  test.each(kernelNames)(`%s agrees with the reference in ${CASES} cases`, async (kernel) => {
    const wrong: string[] = [];
    for (let seed = 0; seed < CASES; seed++) {
      const words = await disagreement(backend as unknown as Backend, conformanceCase(kernel, seed));
      if (words !== null) wrong.push(words);
    }
    expect(wrong).toEqual([]);
  });
});
