// onnxruntime-web as a contestant, products alone: node onnx.mjs <threads>
import { readFileSync } from "node:fs";
import * as ort from "onnxruntime-web";
import { readNumbers, samplesOf, serve } from "../serve.mjs";

const threads = Number(process.argv[2]);
ort.env.wasm.numThreads = threads;

await serve({
  introduce() {
    const { dependencies } = JSON.parse(readFileSync(new URL("./package.json", import.meta.url), "utf8"));
    return {
      version: dependencies["onnxruntime-web"],
      detail: `WASM, ${threads} ${threads === 1 ? "thread" : "threads"}`,
    };
  },
  async prepare(workload, folder) {
    if (workload.kind !== "gemm") throw new Error("onnxruntime-web does not train: products only");
    const { m, k, n } = workload;
    const session = await ort.InferenceSession.create(productModel(m, k, n), { executionProviders: ["wasm"] });
    const operands = {
      a: new ort.Tensor("float32", readNumbers(folder, "a"), [m, k]),
      b: new ort.Tensor("float32", readNumbers(folder, "b"), [k, n]),
    };
    return {
      restart() {},
      async run(steps) {
        for (let i = 0; i < steps; i++) (await session.run(operands)).c.dispose();
      },
      check: async () => samplesOf((await session.run(operands)).c.data),
    };
  },
});

/** An ONNX model c = MatMul(a, b), in protocol buffers. Fields are numbered as in onnx.proto, version 1.17. */
function productModel(m, k, n) {
  const value = (name, shape) => {
    const dimensions = shape.flatMap((length) => message(1, integer(1, length)));
    return [...text(1, name), ...message(2, message(1, [...integer(1, 1), ...message(2, dimensions)]))];
  };
  const node = [...text(1, "a"), ...text(1, "b"), ...text(2, "c"), ...text(4, "MatMul")];
  const graph = [
    ...message(1, node),
    ...text(2, "product"),
    ...message(11, value("a", [m, k])),
    ...message(11, value("b", [k, n])),
    ...message(12, value("c", [m, n])),
  ];
  return Uint8Array.from([...integer(1, 8), ...message(7, graph), ...message(8, [...text(1, ""), ...integer(2, 13)])]);
}

function varint(number) {
  return number < 0x80 ? [number] : [(number & 0x7f) | 0x80, ...varint(number >>> 7)];
}

function integer(field, number) {
  return [...varint(field << 3), ...varint(number)];
}

function message(field, bytes) {
  return [...varint((field << 3) | 2), ...varint(bytes.length), ...bytes];
}

function text(field, characters) {
  return message(field, [...new TextEncoder().encode(characters)]);
}
