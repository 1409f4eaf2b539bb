import "./methods.ts";

export { assign, backward, type BackwardOptions, grad } from "./autograd.ts";
export type {
  Backend,
  BinaryKernelName,
  Kernels,
  Storage,
  StepRecorder,
  StorageCounts,
  UnaryKernelName,
  View,
} from "./backend/backend.ts";
export { THREAD_SCRIPT } from "./backend/wasm/threads/script.ts";
export { createWasmBackend, type WasmBackend, type WasmInfo, type WasmOptions } from "./backend/wasm/backend.ts";
export type { WebGpuBackend, WebGpuInfo, WebGpuOptions } from "./backend/webgpu/backend.ts";
export type { AdapterInfo } from "./backend/webgpu/device.ts";
export type { GpuInterface } from "./backend/webgpu/web-gpu.ts";
export { createWebGpuBackend } from "./backend/webgpu/webgpu.ts";
export { referenceBackend } from "./backend/reference/reference.ts";
export * from "./create.ts";
export * as data from "./data/data.ts";
export { withBackend } from "./default-backend.ts";
export { createEngine, type Engine, type EngineInfo, type EngineOptions, GPU_PAYS_FROM } from "./engine.ts";
export * from "./errors.ts";
export { passGradientThrough } from "./faulty-rules.ts";
export { type Fault, type FaultTable, type FaultyBackward, type FaultyForward, withFaults } from "./faults.ts";
export * as faultyRules from "./faulty-rules.ts";
export { gradcheck, type GradcheckEntry, type GradcheckOptions, type GradcheckReport } from "./gradcheck.ts";
export { LateReadings } from "./late-readings.ts";
export * as nn from "./nn/nn.ts";
export type { Call, InputGradients, OperationAttributes, OperationName } from "./operation-table.ts";
export * from "./ops/activation.ts";
export * from "./ops/arithmetic.ts";
export * from "./ops/attention.ts";
export * from "./ops/binary-loss.ts";
export * from "./ops/clamp.ts";
export * from "./ops/comparison.ts";
export * from "./ops/convolution.ts";
export * from "./ops/cross-entropy.ts";
export * from "./ops/divergence.ts";
export * from "./ops/dropout.ts";
export { einsum } from "./ops/einsum.ts";
export * from "./ops/embedding.ts";
export * from "./ops/gather.ts";
export * from "./ops/layout.ts";
export type { LossOptions, Reduction } from "./ops/loss-reduction.ts";
export * from "./ops/matmul.ts";
export * from "./ops/norm.ts";
export * from "./ops/normalization.ts";
export * from "./ops/order.ts";
export * from "./ops/pooling.ts";
export * from "./ops/recurrent-sequence.ts";
export {
  gruCell,
  lstmCell,
  type LstmState,
  type RecurrentWeights,
  rnnCell,
  type RnnOptions,
} from "./ops/recurrent.ts";
export {
  argmax,
  argmin,
  type AxesArgument,
  max,
  mean,
  min,
  type ReduceOptions,
  sum,
  variance,
} from "./ops/reduction.ts";
export * from "./ops/regression-loss.ts";
export { cumsum } from "./ops/scan.ts";
export * from "./ops/softmax.ts";
export * from "./ops/split.ts";
export * from "./ops/triangle.ts";
export * from "./ops/trigonometry.ts";
export * as optim from "./optim/optim.ts";
export { Rng } from "./random.ts";
export {
  record,
  type RecordedStep,
  type StepInputs,
  type StepResult,
  type StepValues,
  type StepWay,
} from "./replay.ts";
export { packOptimizer, unpackOptimizer } from "./serialize/checkpoint.ts";
export { readSafetensors, type Safetensors, type WriteOptions, writeSafetensors } from "./serialize/safetensors.ts";
export type { Shape } from "./shape.ts";
export { scope } from "./scope.ts";
export { noGrad } from "./tape.ts";
export { type NestedNumbers, Tensor, type TensorLike } from "./tensor.ts";
export { type Trace, type TracedLeaf, type TracedValue, type TraceStep, trace } from "./trace.ts";
export type { ConvolutionWindow, Pair, SlidingWindow } from "./window.ts";
