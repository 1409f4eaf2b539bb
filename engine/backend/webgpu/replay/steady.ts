import type { WebGpuStorage } from "../buffers.ts";
import type { HostLine, Launch, Recording, Written } from "./recording.ts";

/** What two recordings of a step, one right after the other, tell of all that follow. */
export interface Steady {
  /** What the step remembers: the storage that it read, and the one in which it left what the next step reads. */
  readonly carried: ReadonlyMap<WebGpuStorage, WebGpuStorage>;
  /** Storages from before the step that stay as they are. */
  readonly constant: ReadonlySet<WebGpuStorage>;
}

/**
 * Compares two steps in a row: both must have dispatched the same kernels on the same data. A storage that the second read, and
 * the first made, is what is carried from step to step. Gives in words what is another each time, if anything is.
 */
export function compare(before: Recording, after: Recording): Steady | string {
  if (before.work.length !== after.work.length) {
    return `it launches ${before.launches.length} kernels, and then ${after.launches.length}`;
  }
  const births = [birthsIn(before), birthsIn(after)] as const;
  const bornAfter = new Map([...births[1]].map(([storage, at]) => [at, storage]));
  const carried = new Map<WebGpuStorage, WebGpuStorage>();
  const constant = new Set<WebGpuStorage>();

  const sameStorage = (a: WebGpuStorage, b: WebGpuStorage): string | null => {
    if (a.length !== b.length) return "it reads other parts of a tensor";
    const [madeA, madeB] = [births[0].get(a), births[1].get(b)];
    if (madeA !== undefined || madeB !== undefined) {
      return madeA === madeB ? null : "it uses the results of other operations";
    }
    if (a === b) {
      constant.add(b);
      return null;
    }
    const origin = births[0].get(b);
    const successor = origin === undefined ? undefined : bornAfter.get(origin);
    if (origin?.startsWith("w") === true || successor === undefined) {
      return "a tensor from outside the step is replaced between two steps";
    }
    carried.set(b, successor);
    return null;
  };

  const sameLaunch = (a: Launch, b: Launch): string | null => {
    if (a.kernel !== b.kernel || a.reads.length !== b.reads.length || a.writes.length !== b.writes.length) {
      return `it launches ${nameOf(a)}, and then ${nameOf(b)}`;
    }
    const pairs = [...pairsOf(a.reads, b.reads), ...pairsOf(a.writes, b.writes)];
    for (const [one, other] of pairs) {
      const why = sameStorage(one, other);
      if (why !== null) return `${why} (${nameOf(b)})`;
    }
    const { names } = b.kernel;
    const differing = names.findIndex((name) => a.numbers[name] !== b.numbers[name]);
    // The values are the last of the numbers.
    const sizes = names.length - (b.values?.length ?? 0);
    if (a.groups !== b.groups || (differing >= 0 && differing < sizes)) return `sizes are others (${nameOf(b)})`;
    return differing >= 0 && b.renewedBy === null ? `numbers are others each time (${nameOf(b)})` : null;
  };

  for (const [a, b] of pairsOf(before.work, after.work)) {
    if (a.kind !== b.kind) return "the host does other things";
    const why = a.kind === "launch" ? sameLaunch(a, b as Launch) : sameHostWork(a, b as HostLine);
    if (why !== null) return why;
  }
  for (const [a, b] of pairsOf(before.written, after.written)) {
    if (b.renewedBy === null && !sameNumbers(a, b)) {
      return `numbers made in it are others each time: ${sample(a.numbers)}, then ${sample(b.numbers)}`;
    }
  }
  for (const successor of carried.values()) {
    if (successor.free) return "what the next step reads is let go before";
  }
  for (const storage of carried.keys()) constant.delete(storage);
  return { carried, constant };
}

function pairsOf<T>(a: readonly T[], b: readonly T[]): [T, T][] {
  return Array.from({ length: Math.min(a.length, b.length) }, (_, i) => [a[i], b[i]]);
}

// Which storages a step makes, each by the launch and the result that first is it, or by the order of what the host writes.
function birthsIn({ work, written }: Recording): Map<WebGpuStorage, string> {
  const births = new Map<WebGpuStorage, string>();
  written.forEach(({ storage }, i) => births.set(storage, `w${i}`));
  work.forEach((one, i) => {
    if (one.kind !== "launch") return;
    one.writes.forEach((storage, result) => {
      if (!births.has(storage)) births.set(storage, `${i},${result}`);
    });
  });
  return births;
}

function sameHostWork(a: HostLine, b: HostLine): string | null {
  return a.renewed.length === b.renewed.length ? null : "the host does other things";
}

function sameNumbers(a: Written, b: Written): boolean {
  if (a.numbers.length !== b.numbers.length) return false;
  for (let i = 0; i < a.numbers.length; i++) if (!Object.is(a.numbers[i], b.numbers[i])) return false;
  return true;
}

function sample(numbers: ArrayLike<number>): string {
  return `${Array.from(numbers).slice(0, 3).join(" ")}${numbers.length > 3 ? " …" : ""}`;
}

function nameOf({ kernel }: Launch): string {
  return kernel.name.split("|")[0];
}
