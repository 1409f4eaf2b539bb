import type { Storage, StorageCounts } from "./backend/backend.ts";
import type { Tensor } from "./tensor.ts";

/**
 * Who lets go of memory. On a backend that counts (`Backend.counts`) a storage is free when the last tensor that reads it has
 * let go. A tensor lets go
 * - when the scope it was made in ends, or the rule of an operation whose intermediate result it is;
 * - if the engine owns it (a parameter's gradient, what an optimizer remembers): when it is replaced, or its owner goes;
 * - else, and at the latest, when the garbage collector finds that nobody has it any more.
 * On other backends all of this does nothing.
 */
export interface Hold {
  /** Null once let go. */
  storage: Storage | null;
  readonly counts: StorageCounts;
  /** Whether the engine alone decides how long the tensor lives. */
  owned: boolean;
  /** The outermost scope whose code has seen an owned tensor, and may use it until it ends. */
  seenIn: Scope | null;
}

/** Tensors made between two moments, to be let go at the second. */
export class Scope {
  readonly outer: Scope | null;
  readonly depth: number;
  ended = false;
  private readonly tensors: Tensor[] = [];

  constructor(outer: Scope | null) {
    this.outer = outer;
    this.depth = outer === null ? 1 : outer.depth + 1;
  }

  add(tensor: Tensor): void {
    this.tensors.push(tensor);
  }

  /** Hands all tensors to the surrounding scope. */
  endKeepingAll(): void {
    this.end(new Set(this.tensors));
  }

  /** Lets go of all tensors but those to keep, which the surrounding scope takes over. */
  end(kept: ReadonlySet<Tensor> = new Set()): void {
    this.ended = true;
    for (const tensor of this.tensors) {
      if (kept.has(tensor)) handTo(this.outer, tensor);
      else letGo(tensor);
    }
    for (const tensor of kept) {
      if (tensor.hold?.owned === true && tensor.hold.seenIn === this) see(tensor);
    }
  }
}

let current: Scope | "owner" | null = null;
const found = new FinalizationRegistry(releaseHold);

/** The hold of a new tensor: counted, and in the care of the present scope. Null where the backend does not count. */
export function holdFor(tensor: Tensor, storage: Storage): Hold | null {
  const { counts } = tensor.backend;
  if (counts === undefined) return null;
  counts.retain(storage);
  const hold: Hold = { storage, counts, owned: current === "owner", seenIn: null };
  if (current === null || current === "owner") found.register(tensor, hold);
  else current.add(tensor);
  return hold;
}

/**
 * The tensor's memory is not needed any more, nor its gradient's; a second time does nothing. Using the tensor throws from
 * now on.
 */
export function letGo(tensor: Tensor): void {
  if (tensor.hold === null) return;
  releaseHold(tensor.hold);
  if (tensor.ownGradient !== null) disown(tensor.ownGradient);
}

function releaseHold(hold: Hold): void {
  if (hold.storage === null) return;
  hold.counts.release(hold.storage);
  hold.storage = null;
}

function handTo(scope: Scope | null, tensor: Tensor): void {
  if (tensor.hold === null || tensor.hold.storage === null) return;
  if (scope === null) found.register(tensor, tensor.hold);
  else scope.add(tensor);
}

/** Runs `run` in a scope of its own and hands its result, still alive, to `take`, which runs in the surrounding one. */
export function inScope<Result, Taken>(run: () => Result, take: (result: Result, scope: Scope) => Taken): Taken {
  const outer = current;
  const scope = new Scope(outer === "owner" ? null : outer);
  current = scope;
  try {
    const result = run();
    current = outer;
    return take(result, scope);
  } finally {
    current = outer;
    if (!scope.ended) scope.end();
  }
}

/** Runs `make`; of the tensors that it makes the engine decides how long they live. */
export function own<T>(make: () => T): T {
  const outer = current;
  current = "owner";
  try {
    return make();
  } finally {
    current = outer;
  }
}

/** The program is given an owned tensor, so that it has to last for as long as the program may use it. */
export function see(tensor: Tensor): void {
  const { hold } = tensor;
  if (hold === null || !hold.owned) return;
  if (current === null || current === "owner") {
    // From now on the garbage collector decides.
    hold.owned = false;
  } else if (hold.seenIn === null || hold.seenIn.ended || current.depth < hold.seenIn.depth) {
    hold.seenIn = current;
  }
}

/** The engine has no more use for a tensor that it owns: it goes at once, or with the scope that has seen it. */
export function disown(tensor: Tensor): void {
  const { hold } = tensor;
  if (hold === null || !hold.owned) return;
  hold.owned = false;
  if (hold.seenIn === null || hold.seenIn.ended) letGo(tensor);
  else hold.seenIn.add(tensor);
}
