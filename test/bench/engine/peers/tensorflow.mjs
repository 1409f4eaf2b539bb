// TensorFlow.js as a contestant: node tensorflow.mjs <cpu|wasm|webgpu>
import * as tf from "@tensorflow/tfjs";
import { readNumbers, samplesOf, serve } from "../serve.mjs";
import { provideWebGpu } from "./node-webgpu.mjs";

const backend = process.argv[2];

await serve({
  async introduce() {
    if (backend === "wasm") await import("@tensorflow/tfjs-backend-wasm");
    if (backend === "webgpu") {
      await provideWebGpu();
      await import("@tensorflow/tfjs-backend-webgpu");
    }
    if (!(await tf.setBackend(backend))) throw new Error(`its backend ${backend} does not start`);
    await tf.ready();
    if (backend === "webgpu") return { version: tf.version.tfjs, detail: "WebGPU, eager" };
    const detail =
      backend === "wasm" ? `WASM, SIMD ${await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT")}` : "plain JavaScript";
    return { version: tf.version.tfjs, detail: `${detail}, 1 thread` };
  },
  prepare(workload, folder) {
    if (workload.layers?.some(({ kind }) => kind === "transformer"))
      throw new Error("no transformer was written for it");
    return workload.kind === "gemm" ? multiplication(workload, folder) : training(workload, folder);
  },
});

/** Waits until a tensor is computed, where that is done later. */
async function finished(tensor) {
  if (backend !== "webgpu") return;
  const entry = tf.tidy(() => tf.slice(tf.reshape(tensor, [-1]), [0], [1]));
  await entry.data();
  entry.dispose();
}

function multiplication({ m, k, n }, folder) {
  const a = tf.tensor2d(readNumbers(folder, "a"), [m, k]);
  const b = tf.tensor2d(readNumbers(folder, "b"), [k, n]);
  return {
    restart() {},
    async run(steps) {
      for (let i = 1; i < steps; i++) tf.matMul(a, b).dispose();
      const last = tf.matMul(a, b);
      await finished(last);
      last.dispose();
    },
    check: async () => samplesOf(await tf.matMul(a, b).data()),
  };
}

function training({ inputShape, outputs, layers, loss, optimizer }, folder) {
  const planes = inputShape.length === 4;
  const given = tf.tensor(readNumbers(folder, "x"), inputShape);
  // Its layouts are (batch,height,width,channels) and (height,width,in,out).
  const x = planes ? tf.transpose(given, [0, 2, 3, 1]) : given;
  const numbers = readNumbers(folder, "target");
  const target =
    loss === "crossEntropy"
      ? tf.cast(tf.oneHot(tf.tensor1d(Int32Array.from(numbers), "int32"), outputs), "float32")
      : tf.tensor2d(numbers, [inputShape[0], outputs]);
  let variables = [];
  let rule;

  function forward() {
    let next = 0;
    return layers.reduce((h, layer) => {
      switch (layer.kind) {
        case "linear":
          return tf.add(tf.matMul(h, variables[next++]), variables[next++]);
        case "conv":
          return tf.add(tf.conv2d(h, variables[next++], 1, "valid"), variables[next++]);
        case "maxPool":
          return tf.maxPool(h, layer.size, layer.size, "valid");
        case "flatten":
          return tf.reshape(h, [h.shape[0], -1]);
        case "relu":
          return tf.relu(h);
        case "tanh":
          return tf.tanh(h);
      }
    }, x);
  }
  function lossOf() {
    const output = forward();
    return loss === "crossEntropy"
      ? tf.losses.softmaxCrossEntropy(target, output)
      : tf.losses.meanSquaredError(target, output);
  }
  function restart() {
    for (const variable of variables) variable.dispose();
    rule?.dispose();
    variables = tf.tidy(() => firstVariables(layers, inputShape, folder));
    rule = optimizer.kind === "adam" ? tf.train.adam(optimizer.lr, 0.9, 0.999, 1e-8) : tf.train.sgd(optimizer.lr);
  }
  const step = (wanted) => rule.minimize(lossOf, wanted, variables);
  return {
    restart,
    async run(steps) {
      for (let i = 0; i < steps; i++) tf.tidy(() => void step(false));
      await finished(variables[0]);
    },
    async check(steps) {
      restart();
      const losses = [];
      for (let i = 0; i < steps; i++) {
        const loss = tf.tidy(() => step(true));
        losses.push((await loss.data())[0]);
        loss.dispose();
      }
      return losses;
    },
  };
}

/** The parameters in its layouts. The first linear layer after planes has its inputs in another order. */
function firstVariables(layers, inputShape, folder) {
  let next = 0;
  let side = inputShape[2];
  let channels = 0;
  const variables = [];
  const read = (shape) => tf.tensor(readNumbers(folder, `p${next++}`), shape);
  const keep = (tensor) => variables.push(tf.keep(tf.variable(tensor)));
  for (const layer of layers) {
    if (layer.kind === "linear") {
      const { inputs, outputs } = layer;
      const weight = read([outputs, inputs]);
      const planes = channels === 0 ? weight : tf.reshape(weight, [outputs, channels, side, side]);
      const ordered = channels === 0 ? planes : tf.reshape(tf.transpose(planes, [0, 2, 3, 1]), [outputs, inputs]);
      channels = 0;
      keep(tf.transpose(ordered));
      keep(read([outputs]));
    } else if (layer.kind === "conv") {
      keep(tf.transpose(read([layer.outputs, layer.inputs, layer.size, layer.size]), [2, 3, 1, 0]));
      keep(read([layer.outputs]));
      side -= layer.size - 1;
      channels = layer.outputs;
    } else if (layer.kind === "maxPool") {
      side = Math.floor(side / layer.size);
    }
  }
  return variables;
}
