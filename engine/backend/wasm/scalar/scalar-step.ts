import type { Machine } from "../machine.ts";
import type { WasmStorage } from "../memory.ts";
import type { Recording } from "../recording.ts";
import type { Home } from "../replayed-step.ts";
import type { Source } from "./graph.ts";
import { scalarFunction } from "./scalar-function.ts";

/** A whole step as one compiled function. */
export interface ScalarStep {
  /** Carries out so many steps. */
  run(times: number): void;
  /** The first input that should be an index and is none, and the size of the axis. */
  findWrongIndex(): { readonly address: number; readonly size: number } | null;
}

/** Compiles a recorded step to one function, if it is made of few numbers: all `results` are computed by it. */
export function compileScalar(
  machine: Machine,
  { shadow, work }: Recording,
  homes: readonly Home[],
  results: readonly WasmStorage[],
): ScalarStep | null {
  if (!shadow.isComplete) return null;
  const places = new Map(homes.flatMap(({ before, after, home }) => [[before, home] as const, [after, home] as const]));
  const stores = [];
  for (const result of results) {
    const cells = shadow.cellsOf(result);
    if (cells === null) return null;
    const begin = places.get(result) ?? result.pointer;
    stores.push(...cells.map((cell, i) => ({ cell, address: begin + 4 * i })));
  }
  const rooms = work.flatMap((one) => (one.kind === "launch" ? one.rooms : []));
  const addressOf = ({ owner, index }: Source<WasmStorage>): number => {
    if ("pointer" in owner) return (places.get(owner) ?? owner.pointer) + 4 * index;
    const room = rooms.find(({ values }) => values === owner);
    if (room === undefined) throw new RangeError("numbers of the host were given to no kernel");
    return room.at + 4 * index;
  };
  const { graph } = shadow;
  const checks = shadow.checks.flatMap(({ cell, size }) => {
    const node = graph.nodes[cell];
    return node.kind === "load" ? [{ address: addressOf(node.from), size }] : [];
  });
  const run = machine.compile(scalarFunction("step", { graph, stores, addressOf }, machine.features.fma));
  return {
    run: (times) => void run(times),
    findWrongIndex() {
      const numbers = machine.memory.asFloats;
      const isWrong = (index: number, size: number) => !(Number.isInteger(index) && index >= 0 && index < size);
      return checks.find(({ address, size }) => isWrong(numbers[address / 4], size)) ?? null;
    },
  };
}
