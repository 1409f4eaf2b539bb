import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, describe, expect, test } from "vitest";
import type { TrainingEvent } from "#lib/training/message.ts";
import { recipes } from "#lib/training/recipes.ts";
import { plainLoader } from "#lib/training/child.ts";
import { train, type TrainingOptions } from "#lib/training/training.ts";
import { TrainingError } from "#lib/training/training-error.ts";
import { provideDriver } from "#test/backend/webgpu/software-gpu.ts";

const folder = mkdtempSync(join(tmpdir(), "epoch-training-"));
afterAll(() => rmSync(folder, { recursive: true }));

const recipeOf = (name: string) => recipes.get(name)!.recipe;

/** Trains, and gives the loss of every step beside how it ended. */
async function trained(options: TrainingOptions) {
  const events: TrainingEvent[] = [];
  const result = await train({
    ...options,
    onEvent(event) {
      events.push(event);
      options.onEvent?.(event);
    },
  });
  const losses = events.flatMap((event) => (event.kind === "progress" ? event.losses : []));
  return { events, losses, result };
}

describe("a run in a process of its own", () => {
  test("learns to the end, telling what it runs on and how every epoch went", async () => {
    const { events, losses, result } = await trained({ recipe: recipeOf("iris-mlp") });
    expect(events[0]).toMatchObject({
      kind: "started",
      recipe: { name: "iris-mlp", epochs: 60 },
      engine: { backend: "wasm", simd: true, fma: true },
      parameters: 131,
      examples: { train: 120, test: 30 },
      stepsPerEpoch: 5,
      steps: 300,
      step: 0,
    });
    expect(losses).toHaveLength(300);
    expect(losses[0]).toBeGreaterThan(0.9);
    expect(losses[299]).toBeLessThan(0.1);
    const epochs = events.flatMap((event) => (event.kind === "epoch" ? [event] : []));
    expect(epochs.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
    expect(epochs[59].test).toEqual(result.test);
    expect(result).toMatchObject({ stopped: false, step: 300, steps: 300, epochs: 60, checkpoint: null });
    expect(result.test.accuracy).toBeGreaterThan(0.9);
  });

  test("stopped in the middle of an epoch, it goes on to the losses of one that was never stopped", async () => {
    const recipe = { ...recipeOf("characters"), epochs: 3 };
    const [out, end] = [join(folder, "half.safetensors"), join(folder, "whole.safetensors")];
    const first = await trained({ recipe, out, steps: 7 });
    const second = await trained({ resume: out, out });
    const whole = await trained({ recipe, out: end });
    expect(first.result).toMatchObject({ stopped: true, step: 7, checkpoint: out });
    expect(second.events[0]).toMatchObject({ kind: "started", step: 7 });
    expect([...first.losses, ...second.losses]).toEqual(whole.losses);
    expect(second.result).toMatchObject({ stopped: false, step: whole.result.step, test: whole.result.test });
    expect(readFileSync(out).equals(readFileSync(end))).toBe(true);
  });

  test("stops after its present step when it is told to, and keeps what it has learnt", async () => {
    const out = join(folder, "stopped.safetensors");
    const stop = new AbortController();
    const { losses, result } = await trained({
      recipe: { ...recipeOf("iris-mlp"), epochs: 1_000_000 },
      out,
      signal: stop.signal,
      onEvent: ({ kind }) => kind === "progress" && stop.abort(),
    });
    expect(result.stopped).toBe(true);
    expect(losses).toHaveLength(result.step);
    const { events } = await trained({ resume: out, steps: result.step + 1 });
    expect(events[0]).toMatchObject({ kind: "started", step: result.step, steps: 5_000_000 });
  });

  test("goes on for more epochs than it was begun for", async () => {
    const out = join(folder, "more.safetensors");
    const recipe = { ...recipeOf("xor"), epochs: 10 };
    await trained({ recipe, out });
    await expect(train({ resume: out })).rejects.toThrow(
      new TrainingError("checkpoint", "There is nothing left to do: all 10 steps are done. Give more epochs."),
    );
    const { result } = await trained({ resume: out, epochs: 12 });
    expect(result).toMatchObject({ stopped: false, step: 12, epochs: 12 });
  });

  test("computes on the reference where that is asked for, and takes WebAssembly's losses to five digits", async () => {
    const recipe = { ...recipeOf("xor"), epochs: 5 };
    const { events, losses } = await trained({ recipe, engine: { prefer: "reference" } });
    expect(events[0]).toMatchObject({ engine: { backend: "reference", reason: "the reference was asked for" } });
    const onWasm = await trained({ recipe });
    expect(losses.map((loss) => loss.toFixed(5))).toEqual(onWasm.losses.map((loss) => loss.toFixed(5)));
  });

  test("computes on the GPU where that is asked for, and ends as any other", async () => {
    await provideDriver();
    const recipe = { ...recipeOf("iris-mlp"), epochs: 3 };
    const { events, losses, result } = await trained({ recipe, engine: { prefer: "webgpu" } });
    expect(events[0]).toMatchObject({
      engine: { backend: "webgpu", reason: "WebGPU was asked for, and WebGPU works here" },
    });
    const onWasm = await trained({ recipe });
    expect(losses.map((loss) => loss.toFixed(4))).toEqual(onWasm.losses.map((loss) => loss.toFixed(4)));
    expect(result).toMatchObject({ stopped: false, step: 15, engine: { backend: "webgpu" } });
    expect(result.engine.gpu?.limits.maxBufferSize).toBeGreaterThan(2 ** 20);
  });

  test("ends when the process that asked for it is killed", async () => {
    const recipe = JSON.stringify({ ...recipeOf("iris-mlp"), epochs: 1_000_000 });
    const asking = `
      import { train } from "#lib/training/training.ts";
      await train({ recipe: ${recipe}, onEvent: ({ kind }) => kind === "started" && console.log("started") });`;
    const parent = spawn(process.execPath, ["--import", plainLoader(), "--input-type=module", "-e", asking]);
    await once(parent.stdout, "data");
    const children = childrenOf(parent.pid!);
    expect(children).toHaveLength(1);
    parent.kill("SIGKILL");
    for (const end = Date.now() + 5000; Date.now() < end && isRunning(children[0]); await delay(20));
    expect(isRunning(children[0])).toBe(false);
  });
});

function childrenOf(pid: number): number[] {
  const printed = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  const pairs = printed
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  return pairs.flatMap(([child, parent]) => (parent === pid ? [child] : []));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // On Linux a process that has ended is still listed until its parent collects it.
  return process.platform !== "linux" || !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
}

describe("what can't be done is said in a sentence:", () => {
  test.each<[string, TrainingOptions, string, string]>([
    ["no recipe at all", {}, "recipe", "The recipe can't be used. it: Invalid input: expected object, received null."],
    [
      "a network whose layers do not fit",
      { recipe: { ...recipeOf("xor"), network: [{ kind: "linear", inputs: 3, outputs: 2 }] } },
      "engine",
      "linear needs",
    ],
    [
      "a checkpoint that is not there",
      { resume: join(folder, "none") },
      "checkpoint",
      "The checkpoint can't be read: ",
    ],
  ])("%s", async (_, options, fault, message) => {
    const error = await train(options).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(TrainingError);
    expect(error).toMatchObject({ fault, message: expect.stringContaining(message) as string });
  });
});
