import { BackendError } from "../../../errors.ts";
import { THREAD_ROOM } from "../gemm-layout.ts";
import type { WasmMemory } from "../memory.ts";
import { now, type StartedThread, type ThreadHost, type ThreadStart } from "./host.ts";
import {
  CLOSED,
  CONTROL_WORDS,
  LAST_JOB,
  MODULES_BYTE,
  MODULES_ROOM,
  MOST,
  PIECE,
  PLANS_BYTE,
  STATUS,
  WORD,
} from "./layout.ts";

/** A module as the threads get it, and as what it is known to them. */
export interface SharedModule {
  readonly number: number;
  readonly at: number;
  readonly bytes: number;
}

/** A kernel that threads can carry out: the function here, and where they find it. */
export interface SharedKernel {
  readonly run: (...values: number[]) => unknown;
  readonly module: SharedModule;
  /** Its place among the module's exports. */
  readonly position: number;
}

/** A part of a job. */
export interface Piece {
  readonly values: readonly number[];
  /** Whether it writes where it reads, so that it cannot be done twice. */
  readonly inPlace?: boolean;
  /** A plan of its own (emit/rows.ts), whose address is the value at `planValue`. */
  readonly plan?: readonly number[];
  readonly planValue?: number;
}

export interface PoolOptions {
  readonly host: ThreadHost;
  /** How many threads there are to be, the caller among them. */
  readonly threads: number;
  /** Milliseconds without an answer after which a thread is given up. */
  readonly patience: number;
  /** Where the words of layout.ts begin, in bytes. */
  readonly control: number;
}

/** How long the caller looks out for the others' last pieces before it sleeps, in milliseconds. */
const LOOK_OUT = 0.2;
/** How long it sleeps at most before it looks again. */
const NAP = 20;
/** A thread is given up when it takes this many times as long for a piece as the caller for its slowest. */
const MUCH_LONGER = 50;
const MOST_REPLACEMENTS = 3;
/** How long a thread may take to begin, in milliseconds. */
const LONGEST_START = 10_000;

interface Slot {
  readonly thread: number;
  /** One that was given up may still be running; one that has ended is not. */
  stage: "starting" | "taking part" | "given up" | "ended";
  started: StartedThread | null;
  why: string;
}

/**
 * Threads that carry out pieces of a job beside the caller. They are started when the first job comes, and take part from when
 * they have begun and computed a test rightly; until then, and without them, the caller does everything itself. A thread
 * that does not answer is given up and its pieces are done again; one that has ended is replaced.
 */
export class Pool {
  /** Why there are fewer threads than there were to be; null while there are not. */
  note: string | null = null;
  /** How many threads take part now, the caller among them. */
  size = 1;
  /**
   * What the last job's division cost, in milliseconds: how long the caller waited in the end, less what the others' pieces would
   * have taken it. Negative where it was worth while.
   */
  loss = 0;
  private readonly memory: WasmMemory;
  private readonly options: PoolOptions;
  private readonly words: Int32Array;
  private readonly slots: Slot[] = [];
  private readonly rooms: number[] = [];
  private job = 0;
  private modules = 0;
  private moduleBytes = 0;
  private replacements = 0;
  private stage: "resting" | "begun" | "closed" = "resting";

  constructor(memory: WasmMemory, options: PoolOptions) {
    this.memory = memory;
    this.options = options;
    this.words = new Int32Array(memory.memory.buffer, options.control, CONTROL_WORDS);
    endWhenLost.register(this, this.slots);
  }

  /** Whether there are threads, or can be. */
  get open(): boolean {
    return this.stage !== "closed";
  }

  /** Puts a module where the threads find it; null when there is no room left for it. */
  share(bytes: Uint8Array): SharedModule | null {
    if (this.moduleBytes + bytes.length > MODULES_ROOM) return null;
    const at = this.options.control + MODULES_BYTE + this.moduleBytes;
    new Uint8Array(this.memory.memory.buffer, at, bytes.length).set(bytes);
    this.moduleBytes += bytes.length;
    return { number: ++this.modules, at, bytes: bytes.length };
  }

  /** Starts the threads, unless that has been done. */
  begin(): void {
    if (this.stage !== "resting") return;
    this.stage = "begun";
    for (let thread = 1; thread < this.options.threads; thread++) this.start(thread);
  }

  /** Resolves once every thread that was started has begun, or it is known that it will not. */
  async begun(): Promise<void> {
    const begin = now();
    while (this.slots.some((slot) => slot.stage === "starting" && !this.hasBegun(slot))) {
      if (now() - begin > LONGEST_START) return;
      await aMoment();
    }
  }

  /**
   * Sees to threads that have ended, and gives the numbers of those that have begun and wait to be tested. Quick where nothing
   * has changed.
   */
  newcomers(): readonly number[] {
    if (this.slots.every(({ stage }) => stage === "taking part" || stage === "given up")) return NONE;
    for (const slot of this.slots) if (slot.stage === "ended") this.replace(slot);
    return this.slots.filter((slot) => slot.stage === "starting" && this.hasBegun(slot)).map(({ thread }) => thread);
  }

  /** Lets a thread take part from now on; where it computed its test wrongly, none. */
  admit(thread: number, right: boolean): void {
    const slot = this.slots.find((one) => one.thread === thread && one.stage === "starting");
    if (slot === undefined) return;
    if (right) slot.stage = "taking part";
    else this.close("a thread computed its test wrongly");
    this.count();
  }

  /**
   * Carries out all pieces, at most MOST.pieces, and returns when they are done. With `only` that thread alone takes them, and
   * the caller what it leaves. Throws a BackendError where a thread was lost over a piece that cannot be done twice.
   */
  run(kernel: SharedKernel, pieces: readonly Piece[], only = 0): void {
    const { words } = this;
    this.job = this.job === LAST_JOB ? 1 : this.job + 1;
    const free = (this.job << 8) | PIECE.free;
    words[WORD.pieces] = pieces.length;
    words[WORD.values] = pieces[0].values.length;
    words[WORD.only] = only;
    words[WORD.threads] = this.options.threads;
    words[WORD.module] = kernel.module.number;
    words[WORD.moduleAt] = kernel.module.at;
    words[WORD.moduleBytes] = kernel.module.bytes;
    words[WORD.kernel] = kernel.position;
    const calls = pieces.map((piece, i) => this.write(piece, i));
    words.fill(free, WORD.states, WORD.states + pieces.length);
    Atomics.store(words, WORD.job, this.job);
    if (this.anyAsleep()) Atomics.notify(words, WORD.job);

    let lost: BackendError | undefined;
    const begin = now();
    const { taken, longest } = only === 0 ? this.takePieces(kernel, calls, free) : NOTHING_TAKEN;
    const worked = now() - begin;
    const patience = Math.max(this.options.patience, MUCH_LONGER * longest);
    for (let i = 0; i < pieces.length; i++) {
      const end = this.endOf(i, free, patience, only);
      if (end === PIECE.done) continue;
      if (end === PIECE.failed && pieces[i].inPlace === true) {
        lost ??= new BackendError(LOST);
        continue;
      }
      this.write(pieces[i], i);
      kernel.run(...calls[i]);
      Atomics.store(words, WORD.states + i, free | PIECE.done);
    }
    const spared = taken === 0 ? 0 : (worked / taken) * (pieces.length - taken);
    this.loss = now() - begin - worked - spared;
    if (lost !== undefined) throw lost;
  }

  /** Ends all threads; what comes is the caller's alone. */
  close(note = "the threads were ended"): void {
    if (this.stage === "closed") return;
    this.stage = "closed";
    this.note = note;
    Atomics.store(this.words, WORD.job, CLOSED);
    Atomics.notify(this.words, WORD.job);
    endAll(this.slots);
    this.count();
  }

  // Gives the values to call the kernel with.
  private write({ values, plan, planValue }: Piece, i: number): readonly number[] {
    const { words } = this;
    const first = WORD.arguments + i * MOST.values;
    words.set(values, first);
    if (plan === undefined || planValue === undefined) return values;
    const at = PLANS_BYTE + i * MOST.planWords * 4;
    new Int32Array(words.buffer, this.options.control + at, MOST.planWords).set(plan);
    words[first + planValue] = this.options.control + at;
    return values.with(planValue, this.options.control + at);
  }

  // The caller begins with the first pieces. Gives how many it took, and the time of its slowest.
  private takePieces(kernel: SharedKernel, calls: readonly (readonly number[])[], free: number): Taken {
    const { words } = this;
    let taken = 0;
    let longest = 0;
    let before = now();
    for (let i = 0; i < calls.length; i++) {
      if (Atomics.compareExchange(words, WORD.states + i, free, free | 1) !== free) continue;
      kernel.run(...calls[i]);
      Atomics.store(words, WORD.states + i, free | PIECE.done);
      const after = now();
      longest = Math.max(longest, after - before);
      before = after;
      taken++;
    }
    return { taken, longest };
  }

  // Waits for a piece, and says how it ended. One that is not done is left to the caller.
  private endOf(i: number, free: number, patience: number, only: number): number {
    const { words } = this;
    const piece = WORD.states + i;
    let begin = 0;
    for (;;) {
      const progress = Atomics.load(words, WORD.progress);
      const state = Atomics.load(words, piece);
      if ((state & 0xff) >= PIECE.unable) return state & 0xff;
      if (begin === 0) begin = now();
      const waited = now() - begin;
      if (waited > patience && Atomics.compareExchange(words, piece, state, free | 1) === state) {
        this.giveUp(state === free ? only : state - free - 1);
        return state === free ? PIECE.unable : PIECE.failed;
      }
      if (waited > LOOK_OUT && this.options.host.maySleep) {
        Atomics.store(words, WORD.awaited, 1);
        if (Atomics.load(words, piece) === state) Atomics.wait(words, WORD.progress, progress, NAP);
        Atomics.store(words, WORD.awaited, 0);
      }
    }
  }

  private anyAsleep(): boolean {
    for (let thread = 1; thread < this.options.threads; thread++) {
      if (Atomics.load(this.words, WORD.statuses + thread) === STATUS.asleep) return true;
    }
    return false;
  }

  private hasBegun({ thread }: Slot): boolean {
    return Atomics.load(this.words, WORD.statuses + thread) !== STATUS.absent;
  }

  private start(thread: number): void {
    const slot: Slot = { thread, stage: "starting", started: null, why: "" };
    this.slots[thread - 1] = slot;
    Atomics.store(this.words, WORD.statuses + thread, STATUS.absent);
    try {
      this.rooms[thread] ??= this.memory.keep(THREAD_ROOM);
      const { control, host } = this.options;
      slot.started = startIn(slot, host, { memory: this.memory.memory, control, thread, room: this.rooms[thread] });
    } catch (error) {
      slot.stage = "given up";
      this.note = `a thread could not be started: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  // A thread that never began would not do so the next time.
  private replace(slot: Slot): void {
    if (this.hasBegun(slot) && this.replacements < MOST_REPLACEMENTS) {
      this.replacements++;
      this.start(slot.thread);
    } else {
      slot.stage = "given up";
      this.note = this.hasBegun(slot) ? "threads kept ending" : `a thread could not be started: ${slot.why}`;
    }
    this.count();
  }

  private giveUp(thread: number): void {
    const slot = this.slots[thread - 1];
    if (slot === undefined) return;
    if (slot.stage !== "ended") slot.stage = "given up";
    slot.started?.end();
    this.note = "a thread did not answer";
    this.count();
  }

  private count(): void {
    const taking = this.slots.filter(({ stage }) => stage === "taking part").length;
    this.size = this.stage === "closed" ? 1 : 1 + taking;
    if (this.stage === "begun" && this.slots.every(({ stage }) => stage === "given up")) this.stage = "closed";
  }
}

interface Taken {
  readonly taken: number;
  readonly longest: number;
}

const NOTHING_TAKEN: Taken = { taken: 0, longest: 0 };
const NONE: readonly number[] = [];
const LOST = "a thread was lost while it changed numbers in their place: go on from an earlier state";

// Apart from the pool, which its threads must not hold: one that nobody has any more ends them.
function startIn(slot: Slot, host: ThreadHost, given: ThreadStart): StartedThread {
  return host.start(given, (why) => {
    slot.stage = "ended";
    slot.why ||= why;
  });
}

const endWhenLost = new FinalizationRegistry(endAll);

function endAll(slots: readonly Slot[]): void {
  for (const { started } of slots) started?.end();
}

function aMoment(): Promise<void> {
  const timers = globalThis as unknown as { setTimeout(run: () => void, milliseconds: number): void };
  return new Promise((resolve) => timers.setTimeout(resolve, 1));
}
