import { sizeOf } from "../../shape.ts";
import type { Kernels } from "../backend.ts";
import type { Machine } from "./machine.ts";
import type { WasmStorage } from "./memory.ts";
import { addressOf, withContiguous } from "./movement.ts";

export function scan(machine: Machine): Pick<Kernels<WasmStorage>, "cumsum" | "argsort"> {
  return {
    cumsum: (x, reverse) =>
      withContiguous(machine, x, (even) => {
        const length = x.shape[x.shape.length - 1];
        const out = machine.memory.allocate(sizeOf(x.shape));
        if (out.length === 0) return out;
        const begin = reverse ? 4 * (length - 1) : 0;
        machine.launch(
          machine.kernel("runningSums"),
          out.length / length,
          length,
          reverse ? -4 : 4,
          4 * length,
          addressOf(even) + begin,
          out.pointer + begin,
        );
        return out;
      }),

    // Not worth a kernel of its own: no network sorts in its inner loop.
    argsort: (x, descending) =>
      withContiguous(machine, x, (even) => {
        const length = x.shape[x.shape.length - 1];
        const out = machine.memory.allocate(sizeOf(x.shape));
        const sign = descending ? -1 : 1;
        const sort = (from: number, to: number, count: number) => {
          const numbers = machine.memory.asFloats;
          for (let start = 0; start < count; start += length) {
            const run = numbers.subarray(from / 4 + start, from / 4 + start + length);
            const order = Array.from(run, (_, position) => position).sort((a, b) => sign * compare(run[a], run[b]));
            numbers.set(order, to / 4 + start);
          }
        };
        const kernel = { name: "argsort", run: sort, reads: [0], writes: [1] };
        machine.launch(kernel, addressOf(even), out.pointer, out.length);
        return out;
      }),
  };
}

// NaN after every number, as the largest.
function compare(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a < b ? -1 : Number(a > b);
}
