import type { Value } from "./value.ts";

/** What a run may use. */
export interface Limits {
  /** Milliseconds of wall time, from the moment the program is handed over. */
  time: number;
  /** Bytes of the interpreter's memory, NumPy's arrays included; rounded up to 64 kB. */
  memory: number;
  /** Bytes written to stdout and stderr together. */
  output: number;
}

export const DEFAULT_LIMITS: Limits = { time: 5000, memory: 256 * 2 ** 20, output: 64 * 2 ** 10 };

/**
 * One thing to ask of the loaded program. The path is a name of the learner's module, of an object kept by an earlier
 * call, or of the harness: "softmax", "optimizer.step", "harness.train".
 */
export type Call =
  | {
      /** Path of a function, method or class; a class is constructed. */
      call: string;
      args?: Value[];
      /** Python's keyword arguments. */
      named?: Record<string, Value>;
      /** Keeps what is returned under this name, for later paths and references. */
      keep?: string;
    }
  | {
      /** Path of a value to read, such as "optimizer.learning_rate". */
      read: string;
    };

export interface SandboxRequest {
  language: "python" | "typescript";
  /** The learner's program: the module `solution`. */
  source: string;
  /** Name of the learner's file in tracebacks; solution.py or solution.ts when left out. */
  file?: string;
  /**
   * Code of the challenge, the module `harness`: it may import the solution, and the solution may import it. It holds
   * nothing secret and its results are outputs like any other: judging them is the caller's work.
   */
  harness?: string;
  /** Asked in order, of the same loaded program. */
  calls?: Call[];
  /** Of Python's and NumPy's random numbers, and of hashes' order. 0 when left out. */
  seed?: number;
  limits?: Partial<Limits>;
  signal?: AbortSignal;
  /** Told how many runs are before this one, whenever that changes; 0 when it starts. */
  onPlace?: (place: number) => void;
}
