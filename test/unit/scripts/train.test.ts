import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { EngineInfo } from "#engine/index.ts";
import type { TrainingEvent, TrainingResult } from "#lib/training/message.ts";
import { recipes } from "#lib/training/recipes.ts";
import { plainLoader } from "#lib/training/child.ts";
import { TrainingReport } from "../../../scripts/training-report.ts";
import { readWords } from "../../../scripts/training-words.ts";
import { scriptPath } from "./script.ts";

const folder = mkdtempSync(join(tmpdir(), "epoch-train-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the program and gives its exit code and what it printed. */
function trainWith(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ["--import", plainLoader(), scriptPath("train.ts"), ...words], (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

describe("npm run train", () => {
  test("lists the recipes", async () => {
    const { code, out } = await trainWith("--help");
    expect(code).toBe(0);
    for (const name of ["mnist-mlp", "mnist-cnn", "iris-mlp", "xor", "characters", "sorting"]) {
      expect(out).toMatch(new RegExp(`^ {2}${name} +\\S`, "m"));
    }
  });

  test.each<[string[], string]>([
    [[], "name a recipe: mnist-mlp, mnist-cnn, iris-mlp, xor, characters, sorting"],
    [["mnist"], "there is no recipe mnist, only mnist-mlp, "],
    [["xor", "iris-mlp"], "one recipe at a time, not also iris-mlp"],
    [["xor", "--epochs", "0"], "--epochs is a whole number above 0, not 0"],
    [["xor", "--seed", "one"], "--seed is a whole number, not one"],
    [["xor", "--resume", "a"], "a checkpoint has its own recipe: leave the name out"],
    [["--resume", "a", "--seed", "2"], "a checkpoint has its own seed: leave --seed out"],
    [["xor", "--on", "paper"], "--on is gpu or cpu, not paper"],
    [["xor", "--speed"], "Unknown option '--speed'"],
  ])("%j is refused in a sentence", (words, complaint) => {
    expect(readWords(words)).toEqual({ complaint: expect.stringContaining(complaint) as string });
  });

  test("takes the recipe with what is said otherwise, and keeps it under its name", () => {
    expect(readWords(["xor", "--seed", "0", "--epochs", "7", "--threads", "1"])).toMatchObject({
      recipe: { name: "xor", seed: 0 },
      epochs: 7,
      threads: 1,
      out: join(".cache", "training", "xor.safetensors"),
    });
    expect(readWords(["--resume", "a"])).toMatchObject({ resume: "a", out: "a" });
    expect(readWords(["xor", "--on", "gpu"])).toMatchObject({ prefer: "webgpu" });
    expect(readWords(["--resume", "a", "--on", "cpu"])).toMatchObject({ prefer: "wasm" });
  });

  test("prints why it can't begin, and where help is", async () => {
    expect(await trainWith("magic")).toEqual({
      code: 2,
      out: "",
      err: expect.stringMatching(
        /^there is no recipe magic, .*\nnpm run train -- --help says what there is\.\n$/,
      ) as string,
    });
  });

  test("learns, says how it went as lines of JSON, and goes on where it stopped", async () => {
    const file = join(folder, "xor.safetensors");
    const stopped = await trainWith("xor", "--json", "--seed", "3", "--steps", "150", "--out", file);
    expect(stopped.code).toBe(130);
    const events = stopped.out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as TrainingEvent & { kind: string });
    expect(events[0]).toMatchObject({ kind: "started", recipe: { name: "xor", seed: 3 } });
    expect(events.at(-1)).toMatchObject({ kind: "ended", result: { stopped: true, step: 150, checkpoint: file } });
    expect(existsSync(file)).toBe(true);

    const done = await trainWith("--resume", file);
    expect(done.code).toBe(0);
    const lines = done.out.trim().split("\n");
    expect(lines[0]).toBe("xor: 42 parameters, 4 examples, the same to be tested on, going on after step 150 of 200");
    expect(lines.at(-3)).toMatch(/^Done after 200 steps, .* on one thread\.$/);
    expect(lines.at(-2)).toMatch(/^100\.00 % right of the 4 examples it was tested on, loss 0\.\d+$/);
  });
});

describe("what is told of a run", () => {
  const info = {
    backend: "wasm",
    reason: "",
    simd: true,
    fma: true,
    threads: 2,
    note: null,
    gpu: null,
    withoutGpu: null,
    memory: null,
  } as const;
  const started: TrainingEvent = {
    kind: "started",
    recipe: recipes.get("mnist-mlp")!.recipe,
    engine: info,
    parameters: 203_530,
    examples: { train: 60_000, test: 10_000 },
    stepsPerEpoch: 469,
    steps: 4690,
    step: 0,
  };
  const progress = (step: number): TrainingEvent => ({
    kind: "progress",
    epoch: 1,
    step,
    examplesPerSecond: 12_800,
    train: { loss: 0.51234, accuracy: 0.8321 },
    losses: [],
    engine: info,
  });
  const epoch: TrainingEvent = {
    kind: "epoch",
    epoch: 1,
    step: 469,
    train: { loss: 0.41, accuracy: 0.88 },
    test: { loss: 0.2, accuracy: 0.94 },
    seconds: 4.26,
  };
  const result: TrainingResult = {
    stopped: true,
    step: 500,
    steps: 4690,
    epochs: 1,
    test: { loss: 0.1921, accuracy: 0.9432 },
    engine: info,
    seconds: 75,
    checkpoint: "a.safetensors",
  };

  function told(tty: boolean, events = [started, progress(100), progress(200), epoch]): string {
    let text = "";
    let now = 0;
    const out = { isTTY: tty, columns: 80, write: (piece: string) => (text += piece) } as unknown as NodeJS.WriteStream;
    const report = new TrainingReport(out, () => (now += 600));
    for (const event of events) report.tell(event);
    report.close(result);
    return text;
  }

  test("elsewhere than in a terminal: a line now and then", () => {
    expect(told(false)).toBe(`mnist-mlp: 203,530 parameters, 60,000 examples, 10,000 to be tested on
computed on this CPU in WebAssembly with fused multiply-add
epoch 1/10  step 100/4,690  loss 0.512  83.21 % right  12,800/s  46 s left
epoch 1: loss 0.410  88.00 % right, tested loss 0.200  94.00 % right, 4.3 s
Stopped after step 500 of 4,690, 1 min 15 s on 2 threads.
94.32 % right of the 10,000 examples it was tested on, loss 0.192
To go on: npm run train -- --resume a.safetensors
`);
  });

  test("a GPU that fails, and where the run goes on", () => {
    const gpu = { adapter: { description: "Rocket One", software: false }, limits: {} } as unknown as EngineInfo["gpu"];
    const onGpu: TrainingEvent = { ...started, engine: { ...info, backend: "webgpu", gpu } };
    const moved: TrainingEvent = { kind: "moved", step: 469, reason: "the GPU was lost", engine: info };
    expect(told(false, [onGpu, moved])).toContain(`
computed on the GPU, Rocket One
The GPU failed: the GPU was lost
going on from step 469 on this CPU in WebAssembly with fused multiply-add
`);
  });

  test("why there is no GPU, where one was asked for", () => {
    const engine = { ...info, withoutGpu: "WebGPU was asked for, but there is none" };
    expect(told(false, [{ ...started, engine }])).toContain(
      "computed on this CPU in WebAssembly with fused multiply-add: WebGPU was asked for, but there is none\n",
    );
  });

  test("in a terminal: one line of progress, written over", () => {
    const lines = told(true).split("\r\x1b[2K");
    expect(lines.slice(3, 5)).toEqual([
      "epoch 1/10  step 100/4,690  loss 0.512  83.21 % right  12,800/s  46 s left",
      "epoch 1/10  step 200/4,690  loss 0.512  83.21 % right  12,800/s  45 s left",
    ]);
    expect(lines[5]).toMatch(/^epoch 1: .*\n$/);
  });
});
