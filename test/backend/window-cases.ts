import type { ConvolutionWindow, Pair, Rng } from "#engine/index.ts";
import { placesOf } from "#engine/window.ts";
import type { Draw } from "./conformance.ts";
import { randomView } from "./random-view.ts";

interface WindowCase {
  readonly batch: number;
  readonly inGroup: number;
  readonly outGroup: number;
  readonly input: Pair;
  readonly places: Pair;
  readonly window: ConvolutionWindow<Pair>;
}

const pair = (draw: () => number): Pair => [draw(), draw()];

// A window that fits its input; now and then a large input, beyond one block of places.
function randomWindow(rng: Rng): WindowCase {
  for (;;) {
    const large = rng.uniform() < 0.1;
    const input = pair(() => (large ? rng.integer(20, 36) : rng.integer(1, 12)));
    const window = {
      size: pair(() => rng.integer(1, 5)),
      stride: pair(() => rng.choice([1, 1, 2, 3])),
      padding: pair(() => rng.integer(0, 3)),
      dilation: pair(() => rng.choice([1, 1, 2])),
      groups: rng.choice([1, 1, 2, 3]),
    };
    const [down, across] = placesOf(input, window);
    const halfPadded = window.padding.every((padding, axis) => 2 * padding <= window.size[axis]);
    if (down < 1 || across < 1 || !halfPadded) continue;
    const many = rng.uniform() < 0.1;
    const channels = () => (many && !large ? rng.integer(20, 40) : rng.integer(1, 6));
    return {
      batch: rng.integer(0, 4),
      inGroup: channels(),
      outGroup: channels(),
      input,
      places: [down, across],
      window,
    };
  }
}

const ENTRIES = ["plain", "small", "infinite"] as const;
const product = (sizes: readonly number[]) => sizes.reduce((a, b) => a * b, 1);

const conv2d: Draw = (rng) => {
  const { batch, inGroup, outGroup, input, places, window } = randomWindow(rng);
  const entries = rng.choice(ENTRIES);
  return {
    views: [
      randomView(rng, [batch, inGroup * window.groups, ...input], entries),
      randomView(rng, [outGroup * window.groups, inGroup, ...window.size], "plain"),
    ],
    shape: [batch, outGroup * window.groups, ...places],
    run: (kernels, [x, weight]) => kernels.conv2d(x, weight, window),
    tolerance: { kind: "sum", terms: inGroup * product(window.size) },
  };
};

const conv2dInputGradient: Draw = (rng) => {
  const { batch, inGroup, outGroup, input, places, window } = randomWindow(rng);
  return {
    views: [
      randomView(rng, [batch, outGroup * window.groups, ...places]),
      randomView(rng, [outGroup * window.groups, inGroup, ...window.size]),
    ],
    shape: [batch, inGroup * window.groups, ...input],
    run: (kernels, [dy, weight]) => kernels.conv2dInputGradient(dy, weight, window, input),
    tolerance: { kind: "sum", terms: outGroup * product(window.size) },
  };
};

const conv2dWeightGradient: Draw = (rng) => {
  const { batch, inGroup, outGroup, input, places, window } = randomWindow(rng);
  return {
    views: [
      randomView(rng, [batch, inGroup * window.groups, ...input]),
      randomView(rng, [batch, outGroup * window.groups, ...places]),
    ],
    shape: [outGroup * window.groups, inGroup, ...window.size],
    run: (kernels, [x, dy]) => kernels.conv2dWeightGradient(x, dy, window),
    tolerance: { kind: "sum", terms: batch * product(places) },
  };
};

function maxPooling(kernel: "maxPool2d" | "maxPool2dPositions"): Draw {
  return (rng) => {
    const { batch, inGroup, input, places, window } = randomWindow(rng);
    return {
      views: [randomView(rng, [batch, inGroup, ...input], rng.choice(["plain", "small", "special"]))],
      shape: [batch, inGroup, ...places],
      run: (kernels, [x]) => kernels[kernel](x, window),
      tolerance: { kind: "exact" },
    };
  };
}

const maxPool2dGradient: Draw = (rng) => {
  const { batch, inGroup, input, places, window } = randomWindow(rng);
  return {
    views: [
      randomView(rng, [batch, inGroup, ...input], rng.choice(ENTRIES)),
      randomView(rng, [batch, inGroup, ...places]),
    ],
    shape: [batch, inGroup, ...input],
    run: (kernels, [x, dy]) => kernels.maxPool2dGradient(x, dy, window),
    tolerance: { kind: "sum", terms: product(window.size) },
    places: [0],
  };
};

const avgPool2d: Draw = (rng) => {
  const { batch, inGroup, input, places, window } = randomWindow(rng);
  const countPadding = rng.uniform() < 0.5;
  return {
    views: [randomView(rng, [batch, inGroup, ...input], rng.choice(ENTRIES))],
    shape: [batch, inGroup, ...places],
    run: (kernels, [x]) => kernels.avgPool2d(x, window, countPadding),
    tolerance: { kind: "sum", terms: 1 + product(window.size) },
  };
};

const avgPool2dGradient: Draw = (rng) => {
  const { batch, inGroup, input, places, window } = randomWindow(rng);
  const countPadding = rng.uniform() < 0.5;
  return {
    views: [randomView(rng, [batch, inGroup, ...places])],
    shape: [batch, inGroup, ...input],
    run: (kernels, [dy]) => kernels.avgPool2dGradient(dy, window, countPadding, input),
    tolerance: { kind: "sum", terms: 1 + product(window.size) },
  };
};

/** Cases of the kernels with sliding windows. */
export const windowDraws = {
  conv2d,
  conv2dInputGradient,
  conv2dWeightGradient,
  maxPool2d: maxPooling("maxPool2d"),
  maxPool2dPositions: maxPooling("maxPool2dPositions"),
  maxPool2dGradient,
  avgPool2d,
  avgPool2dGradient,
};
