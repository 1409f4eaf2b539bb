import type { EngineInfo } from "#engine/index.ts";

/** What computes, in words that go on "computed on …" and "done on …". */
export function engineName({ backend, gpu, fma }: EngineInfo): string {
  if (backend === "reference") return "the reference, which is slow";
  if (backend === "wasm") {
    return `this CPU in WebAssembly ${fma ? "with" : "without"} fused multiply-add`;
  }
  const { description = "", vendor = "", architecture = "", software = false } = gpu?.adapter ?? {};
  const name = description === "" ? `${vendor} ${architecture}`.trim() : description;
  const kind = software ? "a program in place of a GPU" : "the GPU";
  return name === "" ? kind : `${kind}, ${name}`;
}
