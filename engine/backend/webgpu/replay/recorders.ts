import type { Backend, StepRecorder } from "../../backend.ts";

/** Who begins to record steps of a backend on a GPU. A page that has none loads nothing but this. */
export const recorders = new WeakMap<Backend, () => StepRecorder>();
