import { FormatError } from "../errors.ts";
import type { Memory } from "../optim/optimizer.ts";
import type { OptimizerSnapshot } from "../optim/snapshot.ts";
import { Tensor } from "../tensor.ts";
import type { Safetensors } from "./safetensors.ts";

/**
 * An optimizer's snapshot as tensors named `0.m`, `0.v`, … (parameter, then what is remembered of it) and a text with the
 * rest, as `writeSafetensors` takes them.
 */
export function packOptimizer<State extends Memory<State>, Settings>({
  groups,
  memory,
}: OptimizerSnapshot<State, Settings>): Safetensors {
  const tensors = new Map<string, Tensor>();
  const numbers = memory.map((state, i) => {
    if (state === null) return null;
    const plain = Object.entries(state).filter(([name, value]) => {
      if (value instanceof Tensor) tensors.set(`${i}.${name}`, value);
      return !(value instanceof Tensor);
    });
    return Object.fromEntries(plain);
  });
  return { tensors, metadata: { optimizer: JSON.stringify({ groups, memory: numbers }) } };
}

/** The snapshot back from its parts. Throws a FormatError unless `packOptimizer` made them. */
export function unpackOptimizer<State extends Memory<State>, Settings>({
  tensors,
  metadata,
}: Safetensors): OptimizerSnapshot<State, Settings> {
  if (metadata.optimizer === undefined) throw new FormatError("the file has no optimizer in its metadata");
  const { groups, memory } = parse(metadata.optimizer) as OptimizerSnapshot<State, Settings>;
  const whole = memory.map((state, i) => {
    if (state === null) return null;
    const own = [...tensors].filter(([name]) => name.startsWith(`${i}.`));
    return { ...state, ...Object.fromEntries(own.map(([name, value]) => [name.slice(`${i}.`.length), value])) };
  });
  return { groups, memory: whole };
}

function parse(text: string): unknown {
  try {
    const parsed = JSON.parse(text) as { groups?: unknown; memory?: unknown } | null;
    if (Array.isArray(parsed?.groups) && Array.isArray(parsed.memory)) return parsed;
  } catch {
    // Told below, with what is there instead.
  }
  throw new FormatError(`the metadata holds no optimizer's groups and memory: ${text.slice(0, 80)}`);
}
