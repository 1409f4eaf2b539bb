import type { Arrangement } from "../arrangement.ts";
import { planAxisBytes } from "./emit/rows.ts";

export { type Arrangement, arrange } from "../arrangement.ts";

/** Writes the plan of the first `axes` axes (see emit/rows.ts) at byte `plan`. */
export function writePlan(memory: Int32Array, plan: number, { shape, strides }: Arrangement, axes: number): void {
  const record = planAxisBytes(strides.length) / 4;
  let at = plan / 4;
  for (let axis = axes - 1; axis >= 0; axis--) {
    memory[at] = shape[axis];
    memory[at + 1] = 0;
    for (let operand = 0; operand < strides.length; operand++) memory[at + 2 + operand] = strides[operand][axis] * 4;
    at += record;
  }
}
