import { setImmediate as nextTurn } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import type { GpuDevice } from "#engine/backend/webgpu/web-gpu.ts";
import { BackendError, type GpuInterface } from "#engine/index.ts";
import { readInstalled } from "#lib/datasets/installed.ts";
import { checkpointFiles } from "#lib/training/checkpoint-file.ts";
import type { TrainingEvent, TrainingOrder } from "#lib/training/message.ts";
import type { Recipe } from "#lib/training/recipe.ts";
import { recipes } from "#lib/training/recipes.ts";
import { carryOutTraining } from "#lib/training/session.ts";
import { withChanges, withDevice, withErrors } from "./changed-gpu.ts";
import { softwareGpu } from "./software-gpu.ts";

let gpu: GpuInterface;
beforeAll(async () => {
  gpu = await softwareGpu();
});

const iris: Recipe = { ...recipes.get("iris-mlp")!.recipe, epochs: 8 };

interface Given {
  readonly recipe: Recipe;
  readonly prefer?: TrainingOrder["engine"]["prefer"];
  readonly gpu?: () => Promise<GpuInterface>;
  readonly onEvent?: (event: TrainingEvent) => void;
}

/** Trains here, and gives the loss of every step that counts beside what was told. */
async function trained({
  recipe,
  prefer,
  gpu = () => Promise.reject(new BackendError("there is none")),
  onEvent,
}: Given) {
  const events: TrainingEvent[] = [];
  const losses: number[] = [];
  const order: TrainingOrder = {
    kind: "train",
    recipe,
    resume: null,
    epochs: null,
    steps: null,
    out: null,
    engine: { threads: 1, ...(prefer === undefined ? {} : { prefer }) },
  };
  const say = (event: TrainingEvent) => {
    events.push(event);
    if (event.kind === "progress") losses.push(...event.losses);
    if (event.kind === "moved") losses.length = event.step;
    onEvent?.(event);
  };
  const files = { read: readInstalled, checkpoints: checkpointFiles };
  const result = await carryOutTraining(order, { say, isStopped: () => false, pause: nextTurn, gpu, ...files });
  return { events, losses, result };
}

const apart = (got: readonly number[], wanted: readonly number[]) =>
  wanted.map((loss, i) => Math.abs(got[i] - loss) / loss);

describe("a run on the GPU", () => {
  test("takes the CPU's losses, and says on what it computes", async () => {
    const { events, losses, result } = await trained({ recipe: iris, prefer: "webgpu", gpu: async () => gpu });
    const onCpu = await trained({ recipe: iris, prefer: "wasm" });
    expect(events[0]).toMatchObject({ kind: "started", engine: { backend: "webgpu", withoutGpu: null } });
    expect(losses).toHaveLength(40);
    expect(Math.max(...apart(losses, onCpu.losses))).toBeLessThan(1e-4);
    expect(result).toMatchObject({ stopped: false, step: 40, epochs: 8, engine: { backend: "webgpu" } });
    expect(result.test.accuracy).toBe(onCpu.result.test.accuracy);
    const epochs = events.flatMap((event) => (event.kind === "epoch" ? [event.train.loss.toFixed(3)] : []));
    expect(epochs).toEqual(
      onCpu.events.flatMap((event) => (event.kind === "epoch" ? [event.train.loss.toFixed(3)] : [])),
    );
  });

  test("that does not pay takes place on the CPU, unasked", async () => {
    const { events } = await trained({ recipe: { ...iris, epochs: 1 }, gpu: () => Promise.reject(new Error("asked")) });
    expect(events[0]).toMatchObject({ kind: "started", engine: { backend: "wasm", withoutGpu: null } });
  });

  test("where there is none takes place on the CPU, and says why", async () => {
    const { events, losses } = await trained({ recipe: { ...iris, epochs: 1 }, prefer: "webgpu" });
    expect(events[0]).toMatchObject({
      kind: "started",
      engine: { backend: "wasm", withoutGpu: "WebGPU was asked for, but there is none" },
    });
    expect(losses).toHaveLength(5);
  });
});

describe("a GPU that fails in mid-run", () => {
  const failures: readonly [
    string,
    (fail: () => boolean, keep: (device: GpuDevice) => void) => GpuInterface,
    RegExp,
  ][] = [
    [
      "is lost",
      (_, keep) =>
        withDevice(gpu, (device) => {
          keep(device);
          return device;
        }),
      /^the GPU was lost \(destroyed\)|^the GPU gave no numbers back/,
    ],
    [
      "is full",
      (fail) =>
        withDevice(gpu, (device) =>
          withErrors(device, "out-of-memory", () => (fail() ? { message: "no room" } : null)),
        ),
      /^the GPU has no room for|^there is no room to read/,
    ],
    [
      "refuses a command",
      (fail) =>
        withDevice(gpu, (device) => withErrors(device, "validation", () => (fail() ? { message: "no" } : null))),
      /^the GPU refused a command: no|^the GPU does not take the kernel/,
    ],
    [
      "refuses what nobody watched",
      (fail) =>
        withDevice(gpu, (device) =>
          withChanges(device, {
            addEventListener(type, listener) {
              device.addEventListener(type, listener);
              const wait = setInterval(() => {
                if (fail()) listener({ error: { message: "out of the blue" } });
              }, 1);
              void device.lost.then(() => clearInterval(wait));
            },
          }),
        ),
      /^the GPU refused something: out of the blue$/,
    ],
  ];

  test.each(failures)(
    "and %s is told, and the run goes on from its last checkpoint on the CPU",
    async (_, open, why) => {
      let fails = false;
      let device: GpuDevice | null = null;
      const changed = open(
        () => fails,
        (own) => (device = own),
      );
      const { events, losses, result } = await trained({
        recipe: iris,
        prefer: "webgpu",
        gpu: async () => changed,
        onEvent(event) {
          if (event.kind !== "epoch" || event.epoch !== 4) return;
          fails = true;
          device?.destroy();
        },
      });
      const moved = events.filter((event) => event.kind === "moved");
      expect(moved).toHaveLength(1);
      expect(moved[0].reason).toMatch(why);
      expect(moved[0].engine.backend).toBe("wasm");
      expect(moved[0].step % 5).toBe(0);
      expect(moved[0].step).toBeGreaterThanOrEqual(15);
      expect(moved[0].step).toBeLessThan(40);
      expect(result).toMatchObject({ stopped: false, step: 40, epochs: 8, engine: { backend: "wasm" } });
      const onCpu = await trained({ recipe: iris, prefer: "wasm" });
      expect(losses).toHaveLength(40);
      expect(Math.max(...apart(losses, onCpu.losses))).toBeLessThan(1e-4);
    },
  );

  test("before the first checkpoint begins anew on the CPU", async () => {
    let device: GpuDevice | null = null;
    const { events, losses } = await trained({
      recipe: { ...iris, epochs: 2 },
      prefer: "webgpu",
      gpu: async () => withDevice(gpu, (own) => (device = own)),
      onEvent: ({ kind }) => kind === "started" && device?.destroy(),
    });
    expect(events.map(({ kind }) => kind).slice(0, 2)).toEqual(["started", "moved"]);
    expect(events[1]).toMatchObject({ kind: "moved", step: 0 });
    expect(losses).toHaveLength(10);
  });
});

test("digits are learnt on the GPU as on the reference: the first 20 losses within 1e-3, the last within 5 %", async () => {
  const cnn = recipes.get("mnist-cnn")!.recipe;
  // Few images, of which the last batch has fewer than the others.
  const recipe: Recipe = { ...cnn, data: { kind: "mnist", train: 102, test: 10 }, batchSize: 4, epochs: 1 };
  const onGpu = await trained({ recipe, prefer: "webgpu", gpu: async () => gpu });
  const onReference = await trained({ recipe, prefer: "reference" });
  expect(onGpu.events[0]).toMatchObject({ engine: { backend: "webgpu" } });
  expect(onGpu.losses).toHaveLength(26);
  const differences = apart(onGpu.losses, onReference.losses);
  expect(Math.max(...differences.slice(0, 20))).toBeLessThan(1e-3);
  expect(differences[25]).toBeLessThan(0.05);
  const mean = (losses: readonly number[]) => losses.reduce((sum, loss) => sum + loss) / losses.length;
  expect(mean(onGpu.losses.slice(-5))).toBeLessThan(0.95 * mean(onGpu.losses.slice(0, 5)));
}, 180_000);
