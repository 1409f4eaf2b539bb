/**
 * Where things lie in the part of the memory by which threads talk to each other, in words of 32 bits from its start. One
 * thread, which made the backend, gives out jobs: a kernel and a list of pieces, each a list of values to call it with.
 */
export const WORD = {
  /** The number of the present job, written last; CLOSED when there will be no more. */
  job: 0,
  /** Not 0 while the giver sleeps until `progress` changes. */
  awaited: 1,
  /** Pieces of the present job, and how many values each has. */
  pieces: 2,
  values: 3,
  /** The one thread that may take pieces; 0 for all. */
  only: 4,
  /** How many threads take part, the giver among them. */
  threads: 5,
  /** The kernel: its module's number, where the module's bytes lie and how many they are, and its place among the exports. */
  module: 6,
  moduleAt: 7,
  moduleBytes: 8,
  kernel: 9,
  /** Goes up with every piece that a thread has done. Apart from the rest, since it is often written. */
  progress: 16,
  /** For each thread what it does (STATUS). */
  statuses: 32,
  /** For each piece the job's number and who has it (PIECE). */
  states: 48,
  /** The values of each piece. */
  arguments: 128,
} as const;

/** The most there can be of each. */
export const MOST = { threads: 16, pieces: 64, values: 32, planWords: 64 } as const;

/** Then the plans of the pieces, and then the bytes of modules. */
const PLANS = WORD.arguments + MOST.pieces * MOST.values;
const MODULES = PLANS + MOST.pieces * MOST.planWords;
export const CONTROL_WORDS = MODULES;
export const PLANS_BYTE = 4 * PLANS;
export const MODULES_BYTE = 4 * MODULES;
export const MODULES_ROOM = 2 ** 18;
export const CONTROL_ROOM = MODULES_BYTE + MODULES_ROOM;

export const STATUS = { absent: 0, awake: 1, asleep: 2 } as const;

/**
 * The lowest byte of a piece's state; the rest is the job's number. In between lies 1 + the number of the thread that has it. One
 * that is unable has not begun.
 */
export const PIECE = { free: 0, unable: 253, failed: 254, done: 255 } as const;

export const CLOSED = -1;
/** Jobs are numbered up to here, and then from 1 again. */
export const LAST_JOB = 2 ** 22;
