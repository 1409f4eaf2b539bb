import type { AdapterInfo, EngineInfo } from "#engine/index.ts";

/** What computes, as people call it: "on your GPU: NVIDIA Ada" or "on this CPU: WASM, 2 threads". */
export function wordsFor({
  backend,
  gpu,
  threads,
  note,
}: Pick<EngineInfo, "backend" | "gpu" | "threads" | "note">): string {
  if (gpu !== null)
    return `${gpu.adapter.software ? "on a GPU made of software" : "on your GPU"}: ${nameOf(gpu.adapter)}`;
  if (backend === "reference") return "on this CPU: the reference, which is slow";
  return `on this CPU: WASM, ${threads} ${threads === 1 ? "thread" : "threads"}${note === null ? "" : ` (${note})`}`;
}

/** What the browser or the driver tells of an adapter, as far as it does. */
export function nameOf({ vendor, architecture, description, device }: AdapterInfo): string {
  const told = description || device || [vendor, architecture].filter((word) => word !== "").join(" ");
  return told === "" ? "of a maker that the browser does not name" : told;
}
