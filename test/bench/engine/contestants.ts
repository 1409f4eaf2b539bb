import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { engineFlags, plainLoader } from "#lib/training/child.ts";

/** Something that computes the workloads: a program that answers requests, kept alive for the whole run. */
export interface Contestant {
  readonly id: string;
  readonly name: string;
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Where it stands among the others. */
  readonly role: "ours" | "peak" | "peer";
}

/** Everyone who takes part, ours first. */
export function contestants(): readonly Contestant[] {
  const cores = availableParallelism();
  return [
    { id: "peak", name: "128-bit peak", command: ours("peak.ts", [], engineFlags()), role: "peak" },
    epoch("reference", "reference"),
    ...threadCounts(cores).flatMap((threads) => wasm(threads)),
    node("tensorflow-cpu", "TensorFlow.js, CPU", "tensorflow.mjs", "cpu"),
    node("tensorflow-wasm", "TensorFlow.js, WASM", "tensorflow.mjs", "wasm"),
    node("jax", "jax-js", "jax.mjs"),
    node("onnx", "onnxruntime-web", "onnx.mjs", "1"),
    ...(cores > 1 ? [node("onnx-threads", `onnxruntime-web, ${cores} threads`, "onnx.mjs", String(cores))] : []),
    pytorch("torch", "PyTorch, default", ["default"]),
    pytorch("torch-1", "PyTorch, tuned, 1 thread", ["tuned", "1"], 1),
    ...(cores > 1
      ? [pytorch(`torch-${cores}`, `PyTorch, tuned, ${cores} threads`, ["tuned", String(cores)], cores)]
      : []),
  ];
}

/** Who takes part on a GPU. The first, on the CPU, says what all must compute. */
export function gpuContestants(): readonly Contestant[] {
  const cores = availableParallelism();
  return [
    epoch("wasm", `WASM, ${cores} threads`, { parameters: [String(cores), "eager"], flags: engineFlags() }),
    epoch("webgpu", "WebGPU", { parameters: ["1", "eager"] }),
    epoch("webgpu", "WebGPU, replayed", { parameters: ["1", "replayed"], suffix: "-replayed" }),
    node("tensorflow-webgpu", "TensorFlow.js, WebGPU", "tensorflow.mjs", "webgpu"),
    node("jax-webgpu", "jax-js, WebGPU", "jax.mjs", "webgpu"),
    pytorch("torch-cuda", "PyTorch, CUDA, TF32 off", ["cuda"]),
  ];
}

/** One thread, and all that a backend takes by default. */
function threadCounts(cores: number): readonly number[] {
  return cores > 1 ? [1, Math.min(cores, 8)] : [1];
}

/** Step by step and replayed; without fused multiply-adds, and with them where they need a flag. */
function wasm(threads: number): readonly Contestant[] {
  const [count, suffix] = threads === 1 ? ["", ""] : [`, ${threads} threads`, `-${threads}`];
  return ["eager", "replayed"].flatMap((way) => {
    const [how, end] = way === "eager" ? ["", ""] : [", replayed", "-replayed"];
    const parameters = [String(threads), way];
    const plain = epoch("wasm", `WASM${count}${how}`, { parameters, suffix: `${suffix}${end}` });
    if (engineFlags().length === 0) return [plain];
    const variant = { parameters, flags: engineFlags(), suffix: `${suffix}-fma${end}` };
    return [plain, epoch("wasm", `WASM${count}, fused multiply-add${how}`, variant)];
  });
}

interface Variant {
  readonly parameters?: readonly string[];
  readonly flags?: readonly string[];
  readonly suffix?: string;
}

function epoch(backend: string, name: string, { parameters = [], flags, suffix = "" }: Variant = {}): Contestant {
  const command = ours("epoch.ts", [backend, ...parameters], flags);
  return { id: `epoch-${backend}${suffix}`, name: `Epoch, ${name}`, command, role: "ours" };
}

function ours(file: string, parameters: readonly string[], flags: readonly string[] = []): string[] {
  return [process.execPath, ...flags, "--import", plainLoader(), place(file), ...parameters];
}

function node(id: string, name: string, file: string, ...parameters: readonly string[]): Contestant {
  return { id, name, command: [process.execPath, place(`peers/${file}`), ...parameters], role: "peer" };
}

/** Its own threads and those of its BLAS are as many, or they fight for the cores. */
function pytorch(id: string, name: string, parameters: readonly string[], threads?: number): Contestant {
  const python = process.env["EPOCH_BENCH_PYTHON"] ?? "/usr/bin/python3";
  const count = String(threads);
  const environment: Record<string, string> | undefined =
    threads === undefined ? undefined : { OMP_NUM_THREADS: count, OPENBLAS_NUM_THREADS: count };
  return { id, name, command: [python, place("peers/pytorch.py"), ...parameters], environment, role: "peer" };
}

function place(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}
