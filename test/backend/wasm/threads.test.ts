import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Worker, type WorkerOptions } from "node:worker_threads";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import {
  ArgumentError,
  type Backend,
  createWasmBackend,
  fromValues,
  matmul,
  scope,
  type WasmBackend,
  type WasmOptions,
  zeros,
} from "#engine/index.ts";
import { CUTTERS } from "#engine/backend/wasm/threads/cuts.ts";
import { contiguousStrides } from "#engine/shape.ts";
import { type ConformanceCase, conformanceCase, kernelNames } from "../conformance.ts";
import { trainConvolutional, trainPerceptron } from "../training.ts";

const CASES = 30;
/** However small, everything is divided that can be. */
const EVERYTHING = { leastPiece: 0 } as const;

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe.each([2, 3, 4])("on %i threads", (threads) => {
  let one: WasmBackend;
  let several: WasmBackend;
  beforeAll(async () => {
    one = await createWasmBackend({ threads: 1 });
    several = await createWasmBackend({ threads, ...EVERYTHING });
    await several.startThreads();
  });
  afterAll(() => several.close());

  test("all of them take part", () => {
    expect(several.info()).toMatchObject({ threads, note: null });
  });

  describe.each([
    ["together with the caller", () => undefined],
    ["without it", takeNoPieces],
  ])("%s", (_, prepare) => {
    test.each(kernelNames)(`%s has the bits of one thread in ${CASES} cases`, (kernel) => {
      prepare();
      const wrong = Array.from({ length: CASES }, (_, seed) => conformanceCase(kernel, seed))
        .filter((drawn) => !sameBits(resultOf(several, drawn), resultOf(one, drawn)))
        .map(({ seed }) => seed);
      expect(wrong).toEqual([]);
    });
  });

  test.each([
    ["a perceptron", trainPerceptron],
    ["a convolutional network", trainConvolutional],
  ])("%s takes the losses of one thread, to the last digit", (_, train) => {
    expect(train(several)).toEqual(train(one));
  });

  test("memory grows under the threads", () => {
    const before = several.info().memory.reserved;
    const sums = (backend: Backend) =>
      scope(() =>
        Array.from({ length: 6 }, () =>
          zeros([2 ** 19], { backend })
            .add(1)
            .sum()
            .itemSync(),
        ),
      );
    expect(sums(several)).toEqual(sums(one));
    expect(several.info().memory.reserved).toBeGreaterThan(before);
  });
});

test("work that is too small starts no threads, large work does, and they come while it goes on", async () => {
  const backend = await createWasmBackend({ threads: 2 });
  product(backend, 64);
  expect(backend.info()).toMatchObject({ threads: 1, note: null });
  const alone = product(backend, 256);
  await backend.startThreads();
  expect(backend.info().threads).toBe(2);
  expect(product(backend, 256)).toEqual(alone);
  backend.close();
});

test("after close the backend goes on with one thread", async () => {
  const backend = await createWasmBackend({ threads: 2, ...EVERYTHING });
  await backend.startThreads();
  const before = product(backend, 100);
  backend.close();
  expect(backend.info()).toMatchObject({ threads: 1, note: "the threads were ended" });
  expect(product(backend, 100)).toEqual(before);
});

describe("a thread that dies", () => {
  const started: Worker[] = [];
  const LISTENING = class extends Worker {
    constructor(...given: ConstructorParameters<typeof Worker>) {
      super(...given);
      started.push(this);
    }
  };

  function createWithScript(
    change: (script: string) => string,
    options: WasmOptions = EVERYTHING,
  ): Promise<WasmBackend> {
    started.length = 0;
    const { getBuiltinModule } = process;
    const Changed = class extends LISTENING {
      constructor(script: string, options: WorkerOptions) {
        super(change(script), options);
      }
    };
    const builtin = (name: string) =>
      name === "node:worker_threads" ? { Worker: Changed } : getBuiltinModule(name as "os");
    vi.stubGlobal("process", { ...process, getBuiltinModule: builtin });
    return createWasmBackend({ threads: 3, threadPatience: 400, ...options });
  }

  async function backendWithVictims(change: (script: string) => string = (script) => script): Promise<WasmBackend> {
    const backend = await createWithScript(change);
    await backend.startThreads();
    expect(backend.info()).toMatchObject({ threads: 3, note: null });
    return backend;
  }

  // The first piece is its test.
  test.each([
    ["with a piece that it has taken and not begun", "if (taken++ === 3) process.exit(); let end"],
    ["with a piece that it never finishes", "if (taken++ === 3) for (;;); let end"],
  ])("%s is noticed, and the piece done again", async (_, death) => {
    const backend = await backendWithVictims((script) => `let taken = 0; ${script.replace("let end", death)}`);
    const one = await createWasmBackend({ threads: 1 });
    const wanted = product(one, 300);
    takeNoPieces();
    for (let i = 0; i < 10; i++) expect(product(backend, 300)).toEqual(wanted);
    expect(backend.info()).toMatchObject({ threads: 1, note: "a thread did not answer" });
    backend.close();
  });

  test("while it computes is noticed, and its work done again", async () => {
    const backend = await backendWithVictims();
    const wanted = product(backend, 300);
    void started[0].terminate();
    for (let i = 0; i < 40; i++) expect(product(backend, 300)).toEqual(wanted);
    backend.close();
  });

  test("whose kernel throws leaves its pieces to the caller", async () => {
    const backend = await backendWithVictims(
      (script) => `let taken = 0; ${script.replace("kernel(...", "if (taken++ > 0) throw 0; kernel(...")}`,
    );
    const one = await createWasmBackend({ threads: 1 });
    expect(product(backend, 300)).toEqual(product(one, 300));
    backend.close();
  });

  test("that computes its test wrongly ends all", async () => {
    const wrong = (script: string) => script.replace("kernel(...", "(() => {})(...");
    const backend = await createWithScript(wrong);
    await backend.startThreads();
    expect(backend.info()).toMatchObject({ threads: 1, note: "a thread computed its test wrongly" });
    expect(product(backend, 100)).toHaveLength(100);
  });

  test("that the system holds up is asked less and less", async () => {
    const slow = "Atomics.wait(words, words.length - 1, 0, 5); node.parentPort.postMessage(0); kernel(...";
    const backend = await createWithScript((script) => script.replace("kernel(...", slow), { leastPiece: 1 });
    await backend.startThreads();
    expect(backend.info().threads).toBe(3);
    let taken = 0;
    for (const worker of started) worker.on("message", () => taken++);
    for (let i = 0; i < 200; i++) product(backend, 60);
    await new Promise((resolve) => setTimeout(resolve, 50));
    // At least one each time, if it were asked each time.
    expect(taken).toBeLessThan(60);
    backend.close();
  });

  test("between two jobs is replaced", async () => {
    const backend = await backendWithVictims();
    const wanted = product(backend, 100);
    await started[1].terminate();
    expect(product(backend, 100)).toEqual(wanted);
    await backend.startThreads();
    expect(backend.info()).toMatchObject({ threads: 3, note: null });
    expect(started).toHaveLength(3);
    expect(product(backend, 100)).toEqual(wanted);
    backend.close();
  });

  test("again and again is done without", async () => {
    const backend = await backendWithVictims();
    const wanted = product(backend, 100);
    for (let i = 0; i < 8; i++) {
      await started.at(-1)?.terminate();
      expect(product(backend, 100)).toEqual(wanted);
      await backend.startThreads();
    }
    expect(backend.info()).toMatchObject({ threads: 2, note: "threads kept ending" });
    backend.close();
  });
});

describe("one thread computes, and why is said,", () => {
  test("where pieces do not make the whole", async () => {
    const wanted = product(await createWasmBackend({ threads: 1 }), 100);
    const backend = await createWasmBackend({ threads: 2, ...EVERYTHING });
    const { cut } = CUTTERS.gemm;
    vi.spyOn(CUTTERS.gemm, "cut").mockImplementation((values, memory) => {
      const whole = cut(values, memory);
      return whole && { ...whole, units: whole.units - 1 };
    });
    expect(product(backend, 100)).toEqual(wanted);
    expect(backend.info()).toMatchObject({ threads: 1, note: "work in pieces came out wrong" });
  });

  test("where only one was asked for", async () => {
    const { threads, note } = (await createWasmBackend({ threads: 1 })).info();
    expect([threads, note]).toEqual([1, "one thread was asked for"]);
  });

  test("where memory cannot be shared", async () => {
    vi.stubGlobal("SharedArrayBuffer", undefined);
    const backend = await createWasmBackend({ threads: 2 });
    expect(backend.info()).toMatchObject({ threads: 1, note: "memory cannot be shared here" });
    expect(product(backend, 100)).toHaveLength(100);
  });

  test("where there is no shared memory to be had", async () => {
    const { Memory: Unlimited, Module, Instance, validate } = WebAssembly;
    function Memory(limits: WebAssembly.MemoryDescriptor) {
      if (limits.shared === true) throw new RangeError("could not allocate memory");
      return new Unlimited(limits);
    }
    vi.stubGlobal("WebAssembly", { Memory, Instance, validate, Module });
    expect((await createWasmBackend({ threads: 2 })).info()).toMatchObject({
      threads: 1,
      note: "no shared memory works here: could not allocate memory",
    });
  });

  test("in a page without workers, and in one that is not isolated", async () => {
    vi.stubGlobal("process", undefined);
    expect((await createWasmBackend({ threads: 2 })).info().note).toBe("this runtime has no workers");
    vi.stubGlobal("crossOriginIsolated", false);
    expect((await createWasmBackend({ threads: 2 })).info().note).toBe("the page is not cross-origin isolated");
  });

  test("where workers cannot be started", async () => {
    vi.stubGlobal("process", undefined);
    vi.stubGlobal("crossOriginIsolated", true);
    function Refused(url: string) {
      throw new Error(`the policy forbids ${url}`);
    }
    vi.stubGlobal("Worker", Refused);
    const backend = await createWasmBackend({ threads: 2, threadScript: "/thread.js" });
    await backend.startThreads();
    expect(backend.info()).toMatchObject({
      threads: 1,
      note: "a thread could not be started: the policy forbids /thread.js",
    });
    expect(product(backend, 200)).toHaveLength(200);
  });

  test("a number of threads that is none is refused", async () => {
    await expect(createWasmBackend({ threads: 1.5 })).rejects.toThrow(
      new ArgumentError("threads is a whole number above 0, got 1.5"),
    );
  });
});

test("a program ends by itself although its threads wait", () => {
  const program = `
    import { createWasmBackend, matmul, zeros } from "#engine/index.ts";
    const backend = await createWasmBackend({ threads: 2 });
    await backend.startThreads();
    const x = zeros([256, 256], { backend });
    matmul(x, x);
    console.log(backend.info().threads, performance.now());
    process.on("exit", () => console.log(performance.now()));
  `;
  const flags = ["--import", "tsx", "--input-type=module", "--eval", program];
  const cwd = fileURLToPath(new URL("../../../", import.meta.url));
  const { stdout, status } = spawnSync(process.execPath, flags, { cwd, encoding: "utf8", timeout: 60_000 });
  const [threads, computed, ended] = stdout.split(/\s+/).map(Number);
  expect([status, threads]).toEqual([0, 2]);
  expect(ended - computed).toBeLessThan(1000);
});

// For some milliseconds of each job the caller finds every piece taken, so that the threads do them all.
function takeNoPieces(): void {
  const exchange = Atomics.compareExchange as (words: Int32Array, at: number, from: number, to: number) => number;
  let until = 0;
  const refuse = (words: Int32Array, at: number, from: number, to: number) => {
    until ||= performance.now() + 20;
    if (performance.now() < until) return from + 1;
    until = 0;
    return exchange.call(Atomics, words, at, from, to);
  };
  vi.spyOn(Atomics, "compareExchange").mockImplementation(refuse as never);
}

// The sum of each row of the square of a matrix of this size, which no two sizes share.
function product(backend: Backend, size: number): number[] {
  return scope(() => {
    const values = Float64Array.from({ length: size * size }, (_, i) => Math.fround(Math.sin(i)));
    const x = fromValues(values, [size, size], { backend });
    return [...matmul(x, x).sum(1).valuesSync()];
  });
}

function resultOf(backend: WasmBackend, { shape, views, run }: ConformanceCase): Float64Array {
  const placed = views.map((view) => ({ ...view, storage: backend.upload(view.values) }));
  const storage = run(backend.kernels, placed) as never;
  return backend.readSync?.({ storage, shape, strides: contiguousStrides(shape), offset: 0 }) ?? new Float64Array();
}

function sameBits(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((value, i) => Object.is(value, b[i]));
}
