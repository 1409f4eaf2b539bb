// jax-js as a contestant: node jax.mjs [webgpu], on WebAssembly by default
import { readFileSync } from "node:fs";
import { defaultDevice, init, jit, lax, nn, numpy as np, tree, valueAndGrad } from "@jax-js/jax";
import { readNumbers, samplesOf, serve } from "../serve.mjs";
import { provideWebGpu } from "./node-webgpu.mjs";

const backend = process.argv[2] ?? "wasm";

await serve({
  async introduce() {
    if (backend === "webgpu") await provideWebGpu();
    if (!(await init(backend)).includes(backend)) throw new Error(`its backend ${backend} does not start`);
    defaultDevice(backend);
    const { dependencies } = JSON.parse(readFileSync(new URL("./package.json", import.meta.url), "utf8"));
    // It shares work among threads only where `Worker` is, and Node has none of that name.
    const threads = typeof Worker === "undefined" ? "1 thread" : "threads";
    const where = backend === "webgpu" ? "WebGPU" : "WASM";
    return { version: dependencies["@jax-js/jax"], detail: `${where}, the whole step under jit, ${threads}` };
  },
  prepare(workload, folder) {
    if (workload.layers?.some(({ kind }) => kind === "transformer"))
      throw new Error("no transformer was written for it");
    return workload.kind === "gemm" ? multiplication(workload, folder) : training(workload, folder);
  },
});

function multiplication({ m, k, n }, folder) {
  const a = np.array(readNumbers(folder, "a")).reshape([m, k]);
  const b = np.array(readNumbers(folder, "b")).reshape([k, n]);
  const product = jit((a, b) => np.matmul(a, b));
  return {
    restart() {},
    async run(steps) {
      for (let i = 0; i < steps; i++) {
        const c = product(a.ref, b.ref);
        await c.blockUntilReady();
        c.dispose();
      }
    },
    check: async () => samplesOf(await product(a.ref, b.ref).data()),
  };
}

function training({ inputShape, outputs, layers, loss, optimizer }, folder) {
  const x = np.array(readNumbers(folder, "x")).reshape(inputShape);
  const numbers = readNumbers(folder, "target");
  const target =
    loss === "crossEntropy"
      ? nn.oneHot(np.array(Int32Array.from(numbers)), outputs)
      : np.array(numbers).reshape([inputShape[0], outputs]);
  let state = null;

  function forward(parameters, x) {
    let next = 0;
    return layers.reduce((h, layer) => {
      switch (layer.kind) {
        case "linear":
          return np.matmul(h, parameters[next++]).add(parameters[next++]);
        case "conv": {
          const bias = parameters[next + 1].reshape([layer.outputs, 1, 1]);
          const convolved = lax.conv(h, parameters[next], [1, 1], "VALID");
          next += 2;
          return convolved.add(bias);
        }
        case "maxPool":
          return halved(h, layer.size);
        case "flatten":
          return h.reshape([inputShape[0], -1]);
        case "relu":
          return nn.relu(h);
        case "tanh":
          return np.tanh(h);
      }
    }, x);
  }
  const lossOf = valueAndGrad((parameters, x, target) => {
    const output = forward(parameters, x);
    if (loss === "squaredError") return np.square(output.sub(target)).mean();
    return nn
      .logSoftmax(output)
      .mul(target)
      .sum()
      .mul(-1 / inputShape[0]);
  });
  const sgd = jit(({ parameters }, x, target) => {
    const [value, gradients] = lossOf(
      parameters.map((p) => p.ref),
      x,
      target,
    );
    return [{ parameters: parameters.map((p, i) => p.sub(gradients[i].mul(optimizer.lr))) }, value];
  });
  const adam = jit(({ parameters, mean, square, t }, x, target) => {
    const [value, gradients] = lossOf(
      parameters.map((p) => p.ref),
      x,
      target,
    );
    const now = t.add(1);
    const correction = (decay) => np.power(np.array(decay), now.ref).mul(-1).add(1);
    const [first, second] = [correction(0.9), correction(0.999)];
    const means = mean.map((m, i) => m.mul(0.9).add(gradients[i].ref.mul(0.1)));
    const squares = square.map((v, i) => v.mul(0.999).add(np.square(gradients[i]).mul(0.001)));
    const updated = parameters.map((p, i) => {
      const divisor = np.sqrt(squares[i].ref.div(second.ref)).add(1e-8);
      return p.sub(means[i].ref.div(first.ref).div(divisor).mul(optimizer.lr));
    });
    first.dispose();
    second.dispose();
    return [{ parameters: updated, mean: means, square: squares, t: now }, value];
  });
  const update = optimizer.kind === "adam" ? adam : sgd;

  function restart() {
    if (state !== null) tree.dispose(state);
    const parameters = firstParameters(layers, folder);
    const zeros = () => parameters.map((p) => np.zeros(p.shape));
    state = optimizer.kind === "adam" ? { parameters, mean: zeros(), square: zeros(), t: np.array(0) } : { parameters };
  }
  function step() {
    const [next, value] = update(state, x.ref, target.ref);
    state = next;
    return value;
  }
  return {
    restart,
    async run(steps) {
      for (let i = 0; i < steps; i++) {
        const value = step();
        if (i === steps - 1) await value.blockUntilReady();
        value.dispose();
      }
      await Promise.all(state.parameters.map((p) => p.blockUntilReady()));
    },
    async check(steps) {
      restart();
      const losses = [];
      for (let i = 0; i < steps; i++) losses.push((await step().data())[0]);
      return losses;
    },
  };
}

/** Max-pooling without overlap: what is left over at the ends is dropped. */
function halved(h, size) {
  const [batch, channels, height, width] = h.shape;
  const [rows, columns] = [Math.floor(height / size), Math.floor(width / size)];
  const whole =
    rows * size === height && columns * size === width ? h : h.slice([], [], [0, rows * size], [0, columns * size]);
  return whole.reshape([batch, channels, rows, size, columns, size]).max([3, 5]);
}

/** Weights of linear layers lie as (in,out) here. */
function firstParameters(layers, folder) {
  let next = 0;
  const read = (shape) => np.array(readNumbers(folder, `p${next++}`)).reshape(shape);
  return layers.flatMap((layer) => {
    if (layer.kind === "linear") return [read([layer.outputs, layer.inputs]).transpose(), read([layer.outputs])];
    if (layer.kind === "conv") {
      return [read([layer.outputs, layer.inputs, layer.size, layer.size]), read([layer.outputs])];
    }
    return [];
  });
}
