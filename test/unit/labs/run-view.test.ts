import { expect, test } from "vitest";
import { createEngine, type EngineInfo } from "#engine/index.ts";
import { afterEnd, afterEvent, afterFailure, isOver, startingRun } from "#app/labs/run-view.ts";
import { recipes } from "#lib/training/recipes.ts";

const cpu = (await createEngine({ prefer: "reference" })).info();
const wasm: EngineInfo = { ...cpu, backend: "wasm", threads: 2 };
const adapter = { vendor: "nvidia", architecture: "", device: "", description: "RTX", features: [], software: false };
const gpu: EngineInfo = { ...cpu, backend: "webgpu", gpu: { adapter, limits: {} as never } };
const standing = { loss: 1, accuracy: 0.5 };
const { recipe } = recipes.get("xor")!;

const started = afterEvent(startingRun("xor", "browser"), {
  kind: "started",
  recipe,
  engine: gpu,
  parameters: 42,
  examples: { train: 4, test: 4 },
  stepsPerEpoch: 2,
  steps: 400,
  step: 0,
});
const progress = (step: number, losses: number[]) =>
  ({ kind: "progress", epoch: 1, step, examplesPerSecond: 10, train: standing, losses, engine: gpu }) as const;
const epoch = (number: number, step: number) =>
  ({ kind: "epoch", epoch: number, step, train: standing, test: standing, seconds: 1 }) as const;

test("a run says where it is carried out, and how far it is", () => {
  expect(started).toMatchObject({ phase: "running", on: "on your GPU: RTX", parameters: 42, steps: 400 });
  const later = afterEvent(afterEvent(started, progress(2, [3, 2])), epoch(1, 2));
  expect(later).toMatchObject({ step: 2, losses: { points: [3, 2] }, epochs: [{ epoch: 1, step: 2 }] });
});

test("one that got no GPU says why", () => {
  const without = { ...wasm, withoutGpu: "WebGPU was asked for, but there is none" };
  const event = { kind: "started", recipe, engine: without, parameters: 1, examples: { train: 4, test: 4 } } as const;
  const view = afterEvent(startingRun("xor", "server"), { ...event, stepsPerEpoch: 1, steps: 200, step: 0 });
  expect(view.on).toBe("on the server's CPU: WASM, 2 threads");
  expect(view.notices).toEqual(["It does not run on a GPU: WebGPU was asked for, but there is none."]);
});

test("one whose GPU fails says so, and forgets what was told of the steps that are done again", () => {
  const before = [progress(2, [3, 2]), epoch(1, 2), progress(4, [1, 0.5]), epoch(2, 4), progress(5, [0.4])];
  const view = before.reduce(afterEvent, started);
  const moved = afterEvent(view, { kind: "moved", step: 2, reason: "the device was lost", engine: wasm });
  expect(moved.on).toBe("on this CPU: WASM, 2 threads");
  expect(moved.notices).toEqual([
    "The GPU failed at a later step (the device was lost): the run went on from step 2, on this CPU: WASM, 2 threads.",
  ]);
  expect(moved).toMatchObject({ step: 2, losses: { points: [3, 2], rest: [] }, epochs: [{ epoch: 1 }] });
  expect(afterEvent(moved, progress(3, [0.9])).losses.points).toEqual([3, 2, 0.9]);
});

test("its end is a sentence", () => {
  const result = { step: 400, steps: 400, epochs: 200, engine: wasm, checkpoint: null };
  const ended = (stopped: boolean, accuracy: number) =>
    afterEnd(started, { ...result, stopped, test: { loss: 0, accuracy }, seconds: 12.34 });
  expect(ended(false, 1).end).toBe("Done, 12 seconds: 100 % of the examples it is tested on are told right.");
  expect(ended(true, 0.98765).end).toBe(
    "Stopped after 400 of 400 steps, 12 seconds: 98.77 % of the examples it is tested on are told right.",
  );
  expect([started, ended(false, 1), ended(true, 1), afterFailure(started, "It broke.")].map(isOver)).toEqual([
    false,
    true,
    true,
    true,
  ]);
});
