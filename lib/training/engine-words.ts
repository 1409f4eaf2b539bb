import type { AdapterInfo, EngineInfo } from "#engine/index.ts";

const OWNERS = {
  browser: { gpu: "your GPU", cpu: "this CPU" },
  server: { gpu: "the server's GPU", cpu: "the server's CPU" },
} as const;

type Computing = Pick<EngineInfo, "backend" | "gpu" | "threads" | "note">;

/** What computes, as people call it: "on your GPU: NVIDIA Ada" or "on the server's CPU: WASM, 2 threads". */
export function wordsFor({ backend, gpu, threads, note }: Computing, place: keyof typeof OWNERS): string {
  const owner = OWNERS[place];
  if (gpu !== null) return `on ${gpu.adapter.software ? "a GPU made of software" : owner.gpu}: ${nameOf(gpu.adapter)}`;
  if (backend === "reference") return `on ${owner.cpu}: the reference, which is slow`;
  return `on ${owner.cpu}: WASM, ${threads} ${threads === 1 ? "thread" : "threads"}${note === null ? "" : ` (${note})`}`;
}

/** What computes, in words that go on "computed on …" and "done on …". */
export function engineName({ backend, gpu, fma }: EngineInfo): string {
  if (gpu !== null)
    return `${gpu.adapter.software ? "a program in place of a GPU" : "the GPU"}, ${nameOf(gpu.adapter)}`;
  if (backend === "reference") return "the reference, which is slow";
  return `this CPU in WebAssembly ${fma ? "with" : "without"} fused multiply-add`;
}

/** What the browser or the driver tells of an adapter, as far as it does. */
export function nameOf({ vendor, architecture, description, device }: AdapterInfo): string {
  const told = description || device || [vendor, architecture].filter((word) => word !== "").join(" ");
  return told === "" ? "of a maker that is not named" : told;
}
