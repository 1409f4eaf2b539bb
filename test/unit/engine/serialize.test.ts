import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  crossEntropy,
  FormatError,
  fromValues,
  nn,
  optim,
  packOptimizer,
  readSafetensors,
  Rng,
  StateError,
  type Tensor,
  tensor,
  unpackOptimizer,
  writeSafetensors,
  zeros,
} from "#engine/index.ts";

const handMade = () =>
  new Uint8Array(readFileSync(new URL("../../golden/engine/hand-made.safetensors", import.meta.url)));

/** A file of a header (an object, or its text) and data, written with other means than the engine's. */
function file(header: unknown, dataLength = 0, claimed?: number): Uint8Array {
  const text = Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(claimed ?? text.length));
  return new Uint8Array(Buffer.concat([length, text, Buffer.alloc(dataLength)]));
}

const f64 = (shape: unknown, begin: unknown, end: unknown) => ({ dtype: "F64", shape, data_offsets: [begin, end] });

describe("reading safetensors", () => {
  test("a file made by hand in Python has the numbers that were put in", () => {
    const { tensors, metadata } = readSafetensors(handMade());
    expect([...tensors].map(([name, { shape }]) => [name, shape])).toEqual([
      ["weight", [2, 3]],
      ["bias", [2]],
      ["steps", []],
      ["nothing", [0, 4]],
      ["größe 𝛼", [3]],
    ]);
    expect(tensors.get("weight")?.arraySync()).toEqual([
      [1.5, -2.25, Math.fround(0.1)],
      [Math.fround(3e38), -0, Number.NaN],
    ]);
    expect(tensors.get("bias")?.arraySync()).toEqual([0.1, -Infinity]);
    expect(tensors.get("steps")?.itemSync()).toBe(-(2 ** 53));
    expect(tensors.get("größe 𝛼")?.arraySync()).toEqual([0, 1, 2 ** 40]);
    expect(metadata).toEqual({ made: "by hand" });
  });

  test("bytes may lie anywhere in their buffer", () => {
    const bytes = handMade();
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(readSafetensors(shifted.subarray(3)).tensors.get("bias")?.arraySync()).toEqual([0.1, -Infinity]);
  });

  test.each<[string, Uint8Array, string]>([
    ["no header length", new Uint8Array(7), "has 8 bytes or more, got 7"],
    ["a header longer than the file", file({}, 0, 3), "the header claims 3 bytes, after its length the file has 2"],
    ["a header longer than any file", file({}, 0, 2 ** 62), "the header claims 4611686018427387904 bytes"],
    ["an empty header", file(""), 'begins with "", not {'],
    ["a header that is no object", file("[1]"), 'begins with "[", not {'],
    ["a header cut short", file('{"a":'), "the header is no JSON"],
    ["an entry that is none", file({ a: 7 }), "tensor a needs a dtype, shape and range, got 7"],
    ["an unknown dtype", file({ a: { dtype: "BF16", shape: [], data_offsets: [0, 2] } }, 2), 'dtype "BF16", known are'],
    ["a dtype that is a word of the language", file({ a: { dtype: "toString" } }), 'has dtype "toString"'],
    ["a shape that is none", file({ a: f64("3", 0, 8) }, 8), 'has shape "3", not a list of whole sizes'],
    ["a size below 0", file({ a: f64([-1], 0, 8) }, 8), "has shape [-1]"],
    ["more entries than can be counted", file({ a: f64([2 ** 40, 2 ** 40], 0, 8) }, 8), "not a list of whole sizes"],
    ["a range that is none", file({ a: f64([], 8, 0) }, 8), "has the range [8,0], not [begin, end]"],
    ["a range with a fraction", file({ a: f64([], 0.5, 8.5) }, 8), "has the range [0.5,8.5]"],
    ["a range of another length", file({ a: f64([2], 0, 8) }, 8), "F64 (2) takes 16 bytes, its range [0, 8] has 8"],
    [
      "ranges that overlap",
      file({ a: f64([2], 0, 16), b: f64([1], 8, 16) }, 16),
      "tensor b begins at byte 8, before 16",
    ],
    ["a gap", file({ a: f64([], 0, 8), b: f64([], 16, 24) }, 24), "bytes 8 to 16 before tensor b belong to no tensor"],
    ["data that ends too early", file({ a: f64([], 0, 8) }, 7), "the tensors take 8 bytes, the file has 7"],
    ["data that goes on", file({ a: f64([], 0, 8) }, 9), "the tensors take 8 bytes, the file has 9"],
    ["metadata that is no text", file({ __metadata__: { a: 1 } }), '__metadata__ holds texts by name, got {"a":1}'],
    ["a header that is no UTF-8", file("{\u00e9}").with(9, 0xff), "byte 1, 0xff, does not begin a character of UTF-8"],
  ])("%s is a FormatError that says so", (_, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(FormatError);
    expect(() => readSafetensors(bytes)).toThrow(message);
  });

  test("a whole number no float64 holds is an error that names it", () => {
    const bytes = file({ steps: { dtype: "I64", shape: [], data_offsets: [0, 8] } }, 8);
    new DataView(bytes.buffer).setBigInt64(bytes.length - 8, 2n ** 53n + 1n, true);
    expect(() => readSafetensors(bytes)).toThrow(
      "tensor steps: the whole number 9007199254740993 has no exact float64",
    );
  });

  test("whatever the bytes are, it is tensors or a FormatError", () => {
    const sound = handMade();
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { maxLength: 3 }), (changes) => {
        const bytes = sound.slice();
        for (const [at, byte] of changes) bytes[at] = byte;
        try {
          return readSafetensors(bytes).tensors.size <= 6;
        } catch (error) {
          return error instanceof FormatError;
        }
      }),
      { numRuns: 2000, seed: 1 },
    );
  });
});

describe("writing safetensors", () => {
  test("gives the bytes the format describes", async () => {
    const bytes = await writeSafetensors(new Map([["b", tensor([1, 2])]]), { dtype: "F32", metadata: { by: "x" } });
    const header = '{"__metadata__":{"by":"x"},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}';
    const wanted = file(header.padEnd(Math.ceil(header.length / 8) * 8), 8);
    new DataView(wanted.buffer).setFloat32(wanted.length - 8, 1, true);
    new DataView(wanted.buffer).setFloat32(wanted.length - 4, 2, true);
    expect(bytes).toEqual(wanted);
  });

  test("loses nothing in F64, and rounds to the nearest in F32", async () => {
    const values = [0.1, -0, Infinity, Number.NaN, 5e-324, 1e300];
    const tensors = new Map([["x", tensor(values)]]);
    const exact = readSafetensors(await writeSafetensors(tensors)).tensors.get("x");
    expect([...(exact as Tensor).valuesSync()]).toEqual(values);
    const rounded = readSafetensors(await writeSafetensors(tensors, { dtype: "F32" })).tensors.get("x");
    expect([...(rounded as Tensor).valuesSync()]).toEqual(values.map(Math.fround));
  });

  test("gives equal bytes for equal tensors in any order, and views what they show", async () => {
    const [a, b] = [
      tensor([
        [1, 2],
        [3, 4],
      ]),
      tensor(7),
    ];
    const first = await writeSafetensors(
      new Map([
        ["a", a.transpose()],
        ["b", b],
      ]),
    );
    const second = await writeSafetensors(
      new Map([
        ["b", b],
        [
          "a",
          tensor([
            [1, 3],
            [2, 4],
          ]),
        ],
      ]),
    );
    expect(second).toEqual(first);
  });

  test("of nothing is a file with an empty header", async () => {
    const bytes = await writeSafetensors(new Map());
    expect(bytes).toEqual(file("{}      "));
    expect(readSafetensors(bytes).tensors.size).toBe(0);
  });

  test("comes back whatever the names, shapes and numbers", async () => {
    const entry = fc.array(fc.nat(3), { maxLength: 4 }).chain((shape) => {
      const size = shape.reduce((product, n) => product * n, 1);
      return fc.array(fc.double(), { minLength: size, maxLength: size }).map((values) => fromValues(values, shape));
    });
    const name = fc.string({ unit: "binary", maxLength: 6 }).filter((text) => text !== "__metadata__");
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(name, entry), { selector: ([key]) => key, maxLength: 5 }),
        async (list) => {
          const { tensors } = readSafetensors(await writeSafetensors(new Map(list)));
          expect(tensors.size).toBe(list.length);
          for (const [key, wanted] of list) {
            expect(tensors.get(key)?.shape).toEqual(wanted.shape);
            expect(tensors.get(key)?.valuesSync()).toEqual(wanted.valuesSync());
          }
        },
      ),
      { numRuns: 200, seed: 2 },
    );
  });

  test("keeps the name __metadata__ for itself", async () => {
    await expect(writeSafetensors(new Map([["__metadata__", zeros([])]]))).rejects.toThrow("cannot name a tensor");
  });
});

const network = (seed: number) => {
  const rng = new Rng(seed);
  return new nn.Sequential(new nn.Linear(2, 4, { rng }), new nn.Tanh(), new nn.Linear(4, 2, { rng, bias: false }));
};

describe("a module's state", () => {
  test("goes from one network to another through a file", async () => {
    const [from, to] = [network(1), network(2)];
    const bytes = await writeSafetensors(from.state());
    expect(await writeSafetensors(network(1).state())).toEqual(bytes);
    to.load(readSafetensors(bytes).tensors);
    expect([...to.state().keys()]).toEqual(["0.weight", "0.bias", "2.weight"]);
    const x = tensor([[0.3, -2]]);
    expect(to.forward(x).arraySync()).toEqual(from.forward(x).arraySync());
    expect(to.parameters().every(({ requiresGrad, origin }) => requiresGrad && origin === null)).toBe(true);
  });

  test("stays as it was while training goes on", () => {
    const net = network(1);
    const before = net.state();
    const kept = before.get("0.bias")?.arraySync();
    net
      .forward(tensor([[1, 2]]))
      .sum()
      .backward();
    optim.sgd(net.parameters(), { lr: 1 }).step();
    expect(before.get("0.bias")?.arraySync()).toEqual(kept);
    expect(net.state().get("0.bias")?.arraySync()).not.toEqual(kept);
    expect(net.load(before).state().get("0.bias")?.arraySync()).toEqual(kept);
  });

  test("that does not fit is an error with every name and shape, and changes nothing", () => {
    const net = network(1);
    const before = net.parameters().map((p) => p.arraySync());
    const wrong = new Map([
      ["0.weight", zeros([2, 4])],
      ["0.bias", zeros([4])],
      ["0.scale", zeros([4])],
    ]);
    expect(() => net.load(wrong)).toThrow(StateError);
    expect(() => net.load(wrong)).toThrow(
      "missing: 2.weight; unexpected: 0.scale; of another shape: 0.weight is (4,2), saved (2,4)",
    );
    expect(() => net.load(wrong, { strict: false })).toThrow("of another shape");
    expect(net.parameters().map((p) => p.arraySync())).toEqual(before);
    net.load(
      new Map([
        ["0.bias", zeros([4])],
        ["9.bias", zeros([1])],
      ]),
      { strict: false },
    );
    expect(net.state().get("0.bias")?.arraySync()).toEqual([0, 0, 0, 0]);
  });
});

test("training goes on from files to the last digit", async () => {
  const x = tensor([
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ]);
  const train = (
    net: nn.AnyModule & { forward(x: Tensor): Tensor },
    optimizer: { zeroGrad(): void; step(): void },
    steps: number,
  ) => {
    for (let t = 0; t < steps; t++) {
      optimizer.zeroGrad();
      crossEntropy(net.forward(x), [0, 1, 1, 0]).backward();
      optimizer.step();
    }
  };
  const net = network(1);
  const adam = optim.amsgrad(net.parameters(), { lr: 0.05 });
  train(net, adam, 5);
  const weights = await writeSafetensors(net.state());
  const packed = packOptimizer(adam.state());
  const memory = await writeSafetensors(packed.tensors, { metadata: packed.metadata });
  train(net, adam, 5);

  const later = network(9).load(readSafetensors(weights).tensors);
  const again = optim.amsgrad(later.parameters(), { lr: 99 });
  again.load(unpackOptimizer<optim.AdamState, optim.AdamSettings>(readSafetensors(memory)));
  train(later, again, 5);
  expect(later.parameters().map((p) => p.arraySync())).toEqual(net.parameters().map((p) => p.arraySync()));
  expect(() => unpackOptimizer(readSafetensors(weights))).toThrow("has no optimizer in its metadata");
  expect(() => unpackOptimizer({ tensors: new Map(), metadata: { optimizer: "{}" } })).toThrow(FormatError);
});
