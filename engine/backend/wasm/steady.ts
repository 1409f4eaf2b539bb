import type { Machine } from "./machine.ts";
import type { WasmStorage } from "./memory.ts";
import type { HostLine, Launch, Operand, Recording, Room } from "./recording.ts";

/** What two recordings of a step, one right after the other, tell of all that follow. */
export interface Steady {
  /** What the step remembers: the block that it read, and the block in which it left what the next step reads. */
  readonly carried: ReadonlyMap<WasmStorage, WasmStorage>;
  /** Blocks from before the step that stay as they are. */
  readonly constant: ReadonlySet<WasmStorage>;
}

type Difference = { readonly difference: string };

/**
 * Compares two steps in a row: both must have launched the same kernels on the same data. A block that the second read, and
 * the first made, is what is carried from step to step. Gives in words what is another each time, if anything is.
 */
export function compare(machine: Machine, before: Recording, after: Recording): Steady | Difference {
  if (before.work.length !== after.work.length) {
    return different(`it launches ${before.work.length} kernels, and then ${after.work.length}`);
  }
  const births = [birthsIn(before), birthsIn(after)] as const;
  const bornAt = new Map([...births[0]].map(([block, at]) => [at, block]));
  const bornAfter = new Map([...births[1]].map(([block, at]) => [at, block]));
  const { renewed } = after;
  const carried = new Map<WasmStorage, WasmStorage>();
  const constant = new Set<WasmStorage>();

  const sameOperand = (a: Operand, b: Operand): string | null => {
    if (a.offset !== b.offset || a.block.length !== b.block.length) return "it reads other parts of a tensor";
    const [madeA, madeB] = [births[0].get(a.block), births[1].get(b.block)];
    if (madeA !== undefined || madeB !== undefined) {
      return madeA === madeB ? null : "it uses the results of other operations";
    }
    if (a.block === b.block) {
      constant.add(b.block);
      return null;
    }
    const origin = births[0].get(b.block);
    const successor = origin === undefined ? undefined : bornAfter.get(origin);
    if (origin?.startsWith("w") === true || successor === undefined) {
      return "a tensor from outside the step is replaced between two steps";
    }
    const known = carried.get(b.block);
    if (known !== undefined && known !== successor) return "what it carries from step to step changes";
    carried.set(b.block, successor);
    return bornAt.get(origin as string) === b.block ? null : "what it carries from step to step changes";
  };

  const sameLaunch = (a: Launch, b: Launch): string | null => {
    if (a.kernel.name !== b.kernel.name || a.values.length !== b.values.length) {
      return `it launches ${nameOf(a)}, and then ${nameOf(b)}`;
    }
    for (let i = 0; i < a.operands.length; i++) {
      const why = sameOperand(a.operands[i], b.operands[i]);
      if (why !== null) return `${why} (${nameOf(b)})`;
    }
    const isAddress = (position: number) =>
      a.operands.some((operand) => operand.position === position) ||
      a.rooms.some(({ at }) => at === a.values[position] && b.rooms.some((room) => room.at === b.values[position]));
    for (let i = 0; i < a.values.length; i++) {
      if (!isAddress(i) && !Object.is(a.values[i], b.values[i])) return `sizes are others (${nameOf(b)})`;
    }
    if (a.rooms.length !== b.rooms.length) return `sizes are others (${nameOf(b)})`;
    for (let i = 0; i < a.rooms.length; i++) {
      const same = renewedIn(renewed, b.rooms[i]) || sameRoom(machine, a.rooms[i], b.rooms[i]);
      if (!same) return `numbers are others each time (${nameOf(b)})`;
    }
    return null;
  };

  for (let i = 0; i < before.work.length; i++) {
    const [a, b] = [before.work[i], after.work[i]];
    if (a.kind !== b.kind) return different("the host does other things");
    const why = a.kind === "launch" ? sameLaunch(a, b as Launch) : sameHostWork(a, b as HostLine);
    if (why !== null) return different(why);
  }
  for (let i = 0; i < after.written.length; i++) {
    const [a, b] = [before.written[i], after.written[i]];
    const same = renewed.has(b.source) || (a !== undefined && sameNumbers(a.numbers, b.numbers));
    if (!same)
      return different(`numbers made in it are others each time: ${sample(a?.numbers)}, then ${sample(b.numbers)}`);
  }
  for (const successor of carried.values()) {
    if (successor.free) return different("what the next step reads is let go before");
  }
  for (const block of carried.keys()) constant.delete(block);
  return { carried, constant };
}

function different(difference: string): Difference {
  return { difference };
}

// Which blocks a step makes, each by the launch and the argument that first writes it, or by the order of host writes.
function birthsIn({ work, written }: Recording): Map<WasmStorage, string> {
  const births = new Map<WasmStorage, string>();
  written.forEach(({ block }, i) => {
    if (!births.has(block)) births.set(block, `w${i}`);
  });
  work.forEach((launch, i) => {
    if (launch.kind !== "launch") return;
    for (const { block, position, isWritten } of launch.operands) {
      if (isWritten && !births.has(block)) births.set(block, `${i},${position}`);
    }
  });
  return births;
}

function sameHostWork(a: HostLine, b: HostLine): string | null {
  return a.renewed.length === b.renewed.length ? null : "the host does other things";
}

function renewedIn(renewed: ReadonlySet<ArrayLike<number>>, { values }: Room): boolean {
  return values !== null && renewed.has(values);
}

function sameRoom({ memory }: Machine, a: Room, b: Room): boolean {
  if (a.bytes !== b.bytes) return false;
  const integers = memory.asIntegers;
  for (let i = 0; i < a.bytes / 4; i++) if (integers[a.at / 4 + i] !== integers[b.at / 4 + i]) return false;
  return true;
}

function sameNumbers(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}

function sample(numbers: ArrayLike<number> | undefined): string {
  if (numbers === undefined) return "none";
  return `${Array.from(numbers).slice(0, 3).join(" ")}${numbers.length > 3 ? " …" : ""}`;
}

function nameOf({ kernel }: Launch): string {
  return kernel.name.split("|")[0];
}
