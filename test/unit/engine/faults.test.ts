import { describe, expect, test } from "vitest";
import {
  crossEntropy,
  type FaultTable,
  faultyRules as faulty,
  gradcheck,
  linear,
  mse,
  passGradientThrough,
  type Tensor,
  tensor,
  withFaults,
} from "#engine/index.ts";

/** The gradient at `values` of Σ upstream · fn(x). */
function gradientOf(fn: (x: Tensor) => Tensor, values: Parameters<typeof tensor>[0], upstream?: Tensor) {
  const x = tensor(values, { requiresGrad: true });
  const y = fn(x);
  y.backward(upstream ?? y.detach().mul(0).add(1));
  return x.grad?.arraySync();
}

function valuesOf(x: Tensor | null): number[] {
  return Array.from(x?.valuesSync() ?? []);
}

const logistic = (x: number) => 1 / (1 + Math.exp(-x));

describe("withFaults", () => {
  test("an unknown operation does not compile", () => {
    // @ts-expect-error there is no operation of this name
    const table: FaultTable = { rellu: { backward: passGradientThrough } };
    expect(Object.keys(table)).toEqual(["rellu"]);
  });

  test("relu passes gradients through during the run and not after it", () => {
    const run = () => gradientOf((x) => x.relu(), [1, -2]);
    expect(withFaults({ relu: { backward: passGradientThrough } }, run)).toEqual([1, 1]);
    expect(run()).toEqual([1, 0]);
  });

  test("the operations are restored when the run throws", () => {
    const fail = () => {
      throw new Error("stop");
    };
    expect(() => withFaults({ relu: { backward: passGradientThrough } }, fail)).toThrow("stop");
    expect(gradientOf((x) => x.relu(), [-2])).toEqual([0]);
  });

  test("nested runs add faults, the inner winning rule by rule", () => {
    const run = () => gradientOf((x) => x.relu().tanh(), [-1]);
    const result = withFaults({ relu: { backward: passGradientThrough } }, () => [
      withFaults({ tanh: { backward: faulty.turnGradientRound } }, run),
      withFaults({ relu: { backward: faulty.blockGradient } }, run),
      run(),
    ]);
    expect(result).toEqual([[-1], [0], [1]]);
  });

  test("an inner fault of one rule leaves the outer fault of the other rule in force", () => {
    const run = () => {
      const x = tensor([-2], { requiresGrad: true });
      const y = x.relu();
      y.backward();
      return [y.arraySync(), x.grad?.arraySync()];
    };
    const result = withFaults({ relu: { forward: ([x]) => x.mul(10) } }, () =>
      withFaults({ relu: { backward: passGradientThrough } }, run),
    );
    expect(result).toEqual([[-20], [1]]);
  });

  test("a forward rule that hands back its input still makes an output of its own", () => {
    const x = tensor([3], { requiresGrad: true });
    const y = withFaults({ exp: { forward: ([value]) => value } }, () => x.exp());
    expect(y).not.toBe(x);
    expect(x.origin).toBeNull();
    y.backward();
    expect(x.grad?.arraySync()).toEqual([3]);
  });

  test("an asynchronous run is refused", () => {
    expect(() => withFaults({}, () => Promise.resolve(1))).toThrow("withFaults needs a synchronous run, got a promise");
  });

  test("a fault does not reach into the rules of other operations", () => {
    const softmax = withFaults({ sum: faulty.sumAsMean, exp: { forward: ([x]) => x } }, () =>
      tensor([0, Math.log(3)]).softmax(),
    );
    expect(valuesOf(softmax)).toEqual([expect.closeTo(0.25, 12), expect.closeTo(0.75, 12)]);
  });

  test("a fault reaches operations called by a composed function", () => {
    const wrong = withFaults({ mean: faulty.meanAsSum }, () => mse(tensor([1, 2]), tensor([0, 0])));
    expect(wrong.itemSync()).toBe(5);
  });

  test("a forward rule alone changes the value and not the derivative", () => {
    const x = tensor([2], { requiresGrad: true });
    const y = withFaults({ exp: { forward: ([value], _, correct) => correct([value.mul(0)], {}) } }, () => x.exp());
    y.backward();
    // The rule uses the (faulty) output: d = out = 1.
    expect([y.arraySync(), x.grad?.arraySync()]).toEqual([[1], [1]]);
  });

  test("a backward rule of the wrong shape is an error that names both shapes", () => {
    const run = () => gradientOf((x) => x.exp(), [1, 2]);
    expect(() => withFaults({ exp: { backward: (_, dy) => [dy.sum()] } }, run)).toThrow(
      "the backward rule of exp gave a gradient () for an input (2)",
    );
  });
});

describe("the shipped faults change the gradient as documented", () => {
  const spoilt = (faults: FaultTable, fn: (x: Tensor) => Tensor, values: number[] | number[][], upstream?: Tensor) =>
    withFaults(faults, () => gradientOf(fn, values, upstream));

  test("relu gated by the sign of the arriving gradient", () => {
    const upstream = tensor([5, -5, 5, -5]);
    const fault = { relu: { backward: faulty.gateByUpstreamSign } };
    expect(spoilt(fault, (x) => x.relu(), [1, 1, -1, -1], upstream)).toEqual([5, 0, 5, 0]);
    expect(gradientOf((x) => x.relu(), [1, 1, -1, -1], upstream)).toEqual([5, -5, 0, 0]);
  });

  test("relu without the cut", () => {
    const y = withFaults({ relu: faulty.reluAsIdentity }, () => tensor([-2, 3]).relu());
    expect(y.arraySync()).toEqual([-2, 3]);
  });

  test("sigmoid without its derivative, at its output, and with the input in place of the output", () => {
    const sigmoid = (x: Tensor) => x.sigmoid();
    const s = logistic(2);
    expect(spoilt({ sigmoid: { backward: passGradientThrough } }, sigmoid, [2])).toEqual([1]);
    expect(spoilt({ sigmoid: { backward: faulty.sigmoidSlopeAtOutput } }, sigmoid, [2])).toEqual([
      expect.closeTo(logistic(s) * (1 - logistic(s)), 14),
    ]);
    expect(spoilt({ sigmoid: { backward: faulty.sigmoidSlopeOfInput } }, sigmoid, [2])).toEqual([-2]);
    expect(gradientOf(sigmoid, [2])).toEqual([expect.closeTo(s * (1 - s), 14)]);
  });

  test("tanh without its derivative, at its output, and with the input in place of the output", () => {
    const tanh = (x: Tensor) => x.tanh();
    expect(spoilt({ tanh: { backward: passGradientThrough } }, tanh, [2])).toEqual([1]);
    expect(spoilt({ tanh: { backward: faulty.tanhSlopeAtOutput } }, tanh, [2])).toEqual([
      expect.closeTo(1 - Math.tanh(Math.tanh(2)) ** 2, 14),
    ]);
    expect(spoilt({ tanh: { backward: faulty.tanhSlopeOfInput } }, tanh, [2])).toEqual([-3]);
  });

  test("matmul's backward without the transpose, where the shapes allow it", () => {
    const b = tensor([
      [1, 2],
      [3, 4],
    ]);
    const dy = tensor([
      [1, 0],
      [0, 1],
    ]);
    const fault = { matmul: { backward: faulty.forgetTransposeOfRight } };
    expect(
      spoilt(
        fault,
        (x) => x.matmul(b),
        [
          [5, 6],
          [7, 8],
        ],
        dy,
      ),
    ).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(
      gradientOf(
        (x) => x.matmul(b),
        [
          [5, 6],
          [7, 8],
        ],
        dy,
      ),
    ).toEqual([
      [1, 3],
      [2, 4],
    ]);

    const left = { matmul: { backward: faulty.forgetTransposeOfLeft } };
    expect(
      spoilt(
        left,
        (x) => b.matmul(x),
        [
          [5, 6],
          [7, 8],
        ],
        dy,
      ),
    ).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(
      gradientOf(
        (x) => b.matmul(x),
        [
          [5, 6],
          [7, 8],
        ],
        dy,
      ),
    ).toEqual([
      [1, 3],
      [2, 4],
    ]);

    const wide = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    const right = gradientOf((x) => x.matmul(wide), [[1, 1]]);
    expect(spoilt(fault, (x) => x.matmul(wide), [[1, 1]])).toEqual(right);
  });

  test("a bias gradient from the first row, averaged over the batch, and right: summed", () => {
    const x = tensor([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    const dy = tensor([
      [1, 10],
      [2, 20],
      [6, 60],
    ]);
    const affine = (bias: Tensor) =>
      linear(
        x,
        tensor([
          [1, 0],
          [0, 1],
        ]),
        bias,
      );
    expect(spoilt({ add: { backward: faulty.firstOfBroadcast } }, affine, [0, 0], dy)).toEqual([1, 10]);
    expect(spoilt({ add: { backward: faulty.meanOverBroadcast } }, affine, [0, 0], dy)).toEqual([3, 30]);
    expect(gradientOf(affine, [0, 0], dy)).toEqual([9, 90]);
  });

  test("softmax over the wrong axis, forward and backward", () => {
    const values = [
      [0, 0, 0],
      [0, 0, 0],
    ];
    const run = () => {
      const x = tensor(values, { requiresGrad: true });
      const p = x.softmax(1);
      p.backward(
        tensor([
          [1, 0, 0],
          [0, 0, 0],
        ]),
      );
      return [valuesOf(p), valuesOf(x.grad)];
    };
    expect(withFaults({ softmax: faulty.softmaxOverWrongAxis }, run)).toEqual([
      [0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
      [0.25, 0, 0, -0.25, 0, 0],
    ]);
    const wrongIsConsistent = () =>
      gradcheck(
        (x) => x.softmax(),
        [
          tensor([
            [0.1, 0.5],
            [1, -1],
          ]),
        ],
      );
    expect(withFaults({ softmax: faulty.softmaxOverWrongAxis }, wrongIsConsistent)).toMatchObject({ passed: true });
  });

  test("softmax with the diagonal of its Jacobian only", () => {
    const fault = { softmax: { backward: faulty.softmaxDiagonalOnly } };
    expect(spoilt(fault, (x) => x.softmax(), [0, 0], tensor([1, 3]))).toEqual([0.25, 0.75]);
    expect(gradientOf((x) => x.softmax(), [0, 0], tensor([1, 3]))).toEqual([-0.5, 0.5]);
  });

  test("mean as sum and sum as mean, values and gradients", () => {
    const run = (fn: (x: Tensor) => Tensor) => () => {
      const x = tensor([1, 2, 3, 6], { requiresGrad: true });
      const y = fn(x);
      y.backward();
      return [y.itemSync(), valuesOf(x.grad)];
    };
    expect(
      withFaults(
        { mean: faulty.meanAsSum },
        run((x) => x.mean()),
      ),
    ).toEqual([12, [1, 1, 1, 1]]);
    expect(
      withFaults(
        { sum: faulty.sumAsMean },
        run((x) => x.sum()),
      ),
    ).toEqual([3, [0.25, 0.25, 0.25, 0.25]]);
  });

  test("crossEntropy's gradient turned round, not divided by the batch, and without the target", () => {
    const logits = [
      [0, 0],
      [0, 0],
    ];
    const loss = (z: Tensor) => crossEntropy(z, [0, 1]);
    expect(gradientOf(loss, logits)).toEqual([
      [-0.25, 0.25],
      [0.25, -0.25],
    ]);
    expect(spoilt({ crossEntropy: { backward: faulty.targetMinusProbability } }, loss, logits)).toEqual([
      [0.25, -0.25],
      [-0.25, 0.25],
    ]);
    expect(spoilt({ crossEntropy: { backward: faulty.notDividedByBatch } }, loss, logits)).toEqual([
      [-0.5, 0.5],
      [0.5, -0.5],
    ]);
    expect(spoilt({ crossEntropy: { backward: faulty.forgetTarget } }, loss, logits)).toEqual([
      [0.25, 0.25],
      [0.25, 0.25],
    ]);
  });

  test("crossEntropy without the target, unreduced", () => {
    const loss = (z: Tensor) => crossEntropy(z, [0, 1], { reduction: "none" });
    const fault = { crossEntropy: { backward: faulty.forgetTarget } };
    expect(
      spoilt(
        fault,
        loss,
        [
          [0, 0],
          [0, 0],
        ],
        tensor([1, 4]),
      ),
    ).toEqual([
      [0.5, 0.5],
      [2, 2],
    ]);
  });

  test("gelu in its other form and by the sigmoid, each with its own derivative", () => {
    const x = [-1.5, 0.3, 2];
    const other = withFaults({ gelu: faulty.geluOtherForm }, () => tensor(x).gelu());
    expect(other.arraySync()).toEqual(tensor(x).gelu({ approximate: "tanh" }).arraySync());
    const coarse = withFaults({ gelu: faulty.geluBySigmoid }, () => tensor(x).gelu());
    expect(valuesOf(coarse)).toEqual(x.map((value) => expect.closeTo(value * logistic(1.702 * value), 14)));
    for (const fault of [faulty.geluOtherForm, faulty.geluBySigmoid]) {
      const check = () => gradcheck((value) => value.gelu(), [tensor(x)]);
      expect(withFaults({ gelu: fault }, check)).toMatchObject({ passed: true });
    }
  });
});
