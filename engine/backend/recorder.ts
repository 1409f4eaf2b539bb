import type { Backend, StepRecorder } from "./backend.ts";
import { machines } from "./wasm/machine.ts";
import type { WasmStorage } from "./wasm/memory.ts";
import { WasmStepRecorder } from "./wasm/step-recorder.ts";
import { recorders } from "./webgpu/replay/recorders.ts";

/**
 * Begins to record a step of a backend; null where steps are not replayed. It is no part of the WASM backend, so that a
 * page that records nothing does not load what recording takes.
 */
export function recorderFor(backend: Backend): StepRecorder | null {
  const machine = machines.get(backend as unknown as Backend<WasmStorage>);
  if (machine !== undefined) return new WasmStepRecorder(machine);
  return recorders.get(backend)?.() ?? null;
}
