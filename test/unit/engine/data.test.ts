import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ArgumentError, data, IndexError, Rng, ShapeError, tensor } from "#engine/index.ts";

const { DataLoader, Dataset, hostArray } = data;

const count = (length: number) => Array.from({ length }, (_, i) => i);
const list = ({ values }: data.HostArray) => Array.from(values);

/** Ten examples whose input is their number and its tenfold. */
const ten = () =>
  new Dataset({
    inputs: hostArray(
      count(20).map((k) => (k % 2 ? 10 : 1) * (k >> 1)),
      [10, 2],
    ),
    targets: count(10),
  });

describe("a data set", () => {
  test("has fields of one length, from bytes, lists or tensors", () => {
    const dataset = new Dataset({ a: hostArray(Uint8Array.of(1, 2, 3, 4), [2, 2]), b: [5, 6], c: tensor([[7], [8]]) });
    expect([dataset.length, dataset.names]).toEqual([2, ["a", "b", "c"]]);
    const { a, b, c } = dataset.tensors();
    expect([a.arraySync(), b.arraySync(), c.arraySync()]).toEqual([
      [
        [1, 2],
        [3, 4],
      ],
      [5, 6],
      [[7], [8]],
    ]);
    expect(() => new Dataset({ a: [1], b: [1, 2] })).toThrow("fields of one number of examples, got a (1), b (2)");
    expect(() => new Dataset({ a: tensor(1) })).toThrow(ShapeError);
    expect(() => new Dataset({})).toThrow("got no field");
    expect(() => hostArray([1, 2], [3])).toThrow("shape (3) needs 3 entries, got 2");
    expect(() => dataset.field("d" as "a")).toThrow("there is no field d among a, b, c");
  });

  test("parts of bytes are bytes", () => {
    const part = new Dataset({ a: hostArray(Uint8Array.of(1, 2, 3, 4), [2, 2]) }).subset([1]);
    expect(part.field("a")).toEqual({ values: Uint8Array.of(3, 4), shape: [1, 2] });
    expect(part.tensors().a.arraySync()).toEqual([[3, 4]]);
  });

  test("parts of parts are the examples they were", () => {
    const part = ten().subset([9, 3, 5]).subset([2, 0]);
    expect(part.length).toBe(2);
    expect(list(part.field("targets"))).toEqual([5, 9]);
    expect(list(part.rows([1]).inputs)).toEqual([9, 90]);
    expect(() => part.rows([2])).toThrow(IndexError);
    expect(() => part.subset([-1])).toThrow("example -1 is not one of the data set's 2");
    expect(part.subset([]).tensors().inputs.shape).toEqual([0, 2]);
  });

  test("splits by seed into parts that share nothing and leave nothing", () => {
    const [train, test] = ten()
      .split([0.7, 0.3], 1)
      .map((part) => list(part.field("targets")));
    expect([train.length, test.length]).toEqual([7, 3]);
    expect([...train, ...test].sort((a, b) => a - b)).toEqual(count(10));
    expect(
      ten()
        .split([0.7, 0.3], 1)
        .map((part) => list(part.field("targets"))),
    ).toEqual([train, test]);
    expect(
      ten()
        .split([0.7, 0.3], 2)
        .map((part) => list(part.field("targets"))),
    ).not.toEqual([train, test]);
  });
});

describe("splitting", () => {
  const sizes = (length: number, parts: number[]) => data.splitIndices(length, parts, 0).map(({ length }) => length);

  test("shares are rounded down and the rest goes to the first parts, as in PyTorch", () => {
    expect(sizes(10, [0.25, 0.25, 0.5])).toEqual([3, 2, 5]);
    expect(sizes(11, [1 / 3, 1 / 3, 1 / 3])).toEqual([4, 4, 3]);
    expect(sizes(100, [0.29, 0.71])).toEqual([29, 71]);
    expect(sizes(7, [1])).toEqual([7]);
  });

  test("whole parts are sizes", () => {
    expect(sizes(5, [2, 0, 3])).toEqual([2, 0, 3]);
    expect(sizes(1, [1, 0])).toEqual([1, 0]);
    expect(() => sizes(10, [2, 3])).toThrow("parts add up to 1 or to the length 10, got (2, 3)");
    expect(() => sizes(10, [1.5, -0.5])).toThrow(ArgumentError);
  });

  test("k folds hold back each example once", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 40 }),
        fc.integer({ min: 2, max: 40 }),
        fc.option(fc.nat(), { nil: undefined }),
        (length, k, seed) => {
          fc.pre(k <= length);
          const folds = data.kFold(length, k, { seed });
          expect(folds.flatMap(({ validation }) => validation).sort((a, b) => a - b)).toEqual(count(length));
          for (const { train, validation } of folds) {
            expect([...train, ...validation].sort((a, b) => a - b)).toEqual(count(length));
            expect(validation.length - Math.floor(length / k)).toBeOneOf([0, 1]);
          }
        },
      ),
      { seed: 1 },
    );
    expect(data.kFold(5, 2)).toEqual([
      { train: [3, 4], validation: [0, 1, 2] },
      { train: [0, 1, 2], validation: [3, 4] },
    ]);
    expect(() => data.kFold(3, 4)).toThrow("k-fold needs 2 to 3 parts of 3 examples, got 4");
  });
});

describe("a loader", () => {
  const targetsOf = (loader: data.DataLoader<"inputs" | "targets">, epoch: number) =>
    [...loader.epoch(epoch)].map(({ targets }) => targets.arraySync() as number[]);

  test("gives batches of tensors in order, the last one smaller", () => {
    const loader = new DataLoader(ten(), { batchSize: 4 });
    expect(loader.length).toBe(3);
    expect(targetsOf(loader, 0)).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9],
    ]);
    const [first] = loader.epoch();
    expect(first.inputs.arraySync()).toEqual([
      [0, 0],
      [1, 10],
      [2, 20],
      [3, 30],
    ]);
  });

  test("may drop the last", () => {
    const loader = new DataLoader(ten(), { batchSize: 4, dropLast: true });
    expect([loader.length, targetsOf(loader, 0).length]).toEqual([2, 2]);
    expect(new DataLoader(ten(), { batchSize: 11, dropLast: true }).length).toBe(0);
    expect(new DataLoader(ten(), { batchSize: 5, dropLast: true }).length).toBe(2);
  });

  test("shuffles by seed and epoch alone, each example once", () => {
    const make = (seed: number) => new DataLoader(ten(), { batchSize: 3, shuffle: true, seed });
    const loader = make(1);
    const first = targetsOf(loader, 0);
    const second = targetsOf(loader, 1);
    expect(first.flat().sort((a, b) => a - b)).toEqual(count(10));
    expect(second).not.toEqual(first);
    expect(targetsOf(loader, 0)).toEqual(first);
    expect(targetsOf(make(1), 1)).toEqual(second);
    expect(targetsOf(make(2), 0)).not.toEqual(first);
  });

  test("transforms the fields it is told to, drawing by seed, epoch and batch", () => {
    const noise: data.Transform = ({ values, shape }, rng) => ({
      values: Array.from(values, (x) => x + rng.uniform()),
      shape,
    });
    const double: data.Transform = ({ values, shape }) => ({ values: Array.from(values, (x) => 2 * x), shape });
    const make = () => new DataLoader(ten(), { batchSize: 5, seed: 3, transforms: { inputs: [noise, double] } });
    const epoch = (loader: ReturnType<typeof make>, k: number) =>
      [...loader.epoch(k)].map(({ inputs }) => inputs.arraySync());
    const [a, b] = epoch(make(), 0) as number[][][];
    expect(a[1][0]).toBeGreaterThanOrEqual(2);
    expect(a[1][0]).toBeLessThan(4);
    expect(a[1][0] - 2).not.toBe(b[0][0] - 10);
    expect(targetsOf(make(), 0).flat()).toEqual(count(10));
    const loader = make();
    const later = epoch(loader, 5);
    expect(epoch(loader, 0)).toEqual([a, b]);
    expect(later).not.toEqual([a, b]);
    expect(epoch(make(), 5)).toEqual(later);
  });

  test("needs a batch size", () => {
    expect(() => new DataLoader(ten(), { batchSize: 0 })).toThrow("a batch size is a whole number above 0, got 0");
  });
});

describe("standardizing", () => {
  const { fitStandardization, standardization } = data;

  test("takes the mean and population deviation of each feature of the training data", () => {
    const fit = fitStandardization(hostArray([1, 5, 3, 5, 5, 5], [3, 2]));
    expect(fit.means).toEqual([3, 5]);
    expect(fit.deviations).toEqual([Math.sqrt(8 / 3), 1]);
    expect(list(fit.apply(hostArray([3, 7], [1, 2])))).toEqual([0, 2]);
    expect(list(fit.undo(fit.apply(hostArray([9, -4], [1, 2]))))).toEqual([expect.closeTo(9, 12), -4]);
  });

  test("takes those of each channel of images", () => {
    const images = hostArray(
      count(16).map((k) => (k % 8 < 4 ? k : 100)),
      [2, 2, 2, 2],
    );
    const fit = fitStandardization(images);
    expect(fit.means).toEqual([5.5, 100]);
    const after = fitStandardization(fit.apply(images));
    expect(after.means).toEqual([expect.closeTo(0, 15), 0]);
    expect(after.deviations).toEqual([expect.closeTo(1, 15), 1]);
  });

  test("takes one for all numbers, or along another axis", () => {
    expect(fitStandardization(hostArray([1, 3], [2, 1]), { axis: null })).toMatchObject({
      means: [2],
      deviations: [1],
    });
    expect(fitStandardization(hostArray([1, 3], [2, 1]), { axis: 0 })).toMatchObject({
      means: [1, 3],
      deviations: [1, 1],
    });
  });

  test("leaves numbers that are all alike at 0, also where a tenth is no binary fraction", () => {
    const fit = fitStandardization(hostArray(new Float64Array(1000).fill(0.1), [1000, 1]));
    expect([fit.means, fit.deviations]).toEqual([[0.1], [1]]);
  });

  test("keeps small deviations around a large mean", () => {
    const fit = fitStandardization(hostArray([1e9, 1e9 + 1, 1e9 + 2], [3, 1]));
    expect(fit.deviations[0]).toBeCloseTo(Math.sqrt(2 / 3), 12);
  });

  test("needs the size it was fitted to, and something to fit", () => {
    const fit = standardization(1, [0, 0], [1, 1]);
    expect(() => fit.apply(hostArray([1, 2, 3], [1, 3]))).toThrow("fitted to size 2 on axis 1, got (1,3)");
    expect(() => fitStandardization(hostArray([], [0, 3]))).toThrow("nothing to fit to in data of (0,3)");
    expect(() => standardization(null, [1, 2], [1, 1])).toThrow(ArgumentError);
  });
});

describe("augmentation", () => {
  const rng = () => new Rng(1);
  /** Two images of two channels, 2 by 3, numbered through. */
  const images = () => hostArray(count(24), [2, 2, 2, 3]);
  const rowsOf = ({ values, shape }: data.HostArray) =>
    tensor(Float64Array.from(values)).reshape(shape).arraySync() as number[][][][];

  test("a flip mirrors all channels of an image or none", () => {
    expect(rowsOf(data.randomHorizontalFlip(1)(images(), rng()))[0]).toEqual([
      [
        [2, 1, 0],
        [5, 4, 3],
      ],
      [
        [8, 7, 6],
        [11, 10, 9],
      ],
    ]);
    expect(rowsOf(data.randomVerticalFlip(1)(images(), rng()))[1]).toEqual([
      [
        [15, 16, 17],
        [12, 13, 14],
      ],
      [
        [21, 22, 23],
        [18, 19, 20],
      ],
    ]);
    expect(list(data.randomHorizontalFlip(0)(images(), rng()))).toEqual(count(24));
    const many = data.randomHorizontalFlip()(
      hostArray(
        count(2000).map((k) => k % 2),
        [1000, 1, 1, 2],
      ),
      rng(),
    );
    const flipped = list(many).filter((value, k) => k % 2 === 0 && value === 1).length;
    expect(flipped).toBeGreaterThan(450);
    expect(flipped).toBeLessThan(550);
  });

  test("a shift brings in the fill, and reaches every place up to its most", () => {
    const single = hostArray([0, 0, 0, 0, 5, 0, 0, 0, 0], [1, 1, 3, 3]);
    const source = rng();
    const places = Array.from({ length: 300 }, () => list(data.randomShift(1, { fill: -1 })(single, source)));
    expect(new Set(places.map((values) => values.indexOf(5))).size).toBe(9);
    for (const values of places) {
      const at = values.indexOf(5);
      const [down, right] = [Math.floor(at / 3) - 1, (at % 3) - 1];
      expect(values.filter((value) => value === -1).length).toBe(9 - (3 - Math.abs(down)) * (3 - Math.abs(right)));
    }
    expect(list(data.randomShift(0)(images(), rng()))).toEqual(count(24));
  });

  test("a crop is a window of the padded image, from every place", () => {
    const image = hostArray([1, 2, 3, 4], [1, 1, 2, 2]);
    const source = rng();
    const crops = Array.from({ length: 300 }, () =>
      list(data.randomCrop([1, 2], { padding: 1, fill: 9 })(image, source)).join(),
    );
    expect([...new Set(crops)].sort()).toEqual(["1,2", "2,9", "3,4", "4,9", "9,1", "9,3", "9,9"]);
    expect(data.randomCrop(1)(images(), rng()).shape).toEqual([2, 2, 1, 1]);
    expect(() => data.randomCrop(4)(images(), rng())).toThrow("cannot take (4,4) from (2,3) padded by 0");
  });

  test("a cutout wipes a square around a pixel, cut off at the border, in all channels", () => {
    const source = rng();
    const ones = hostArray(new Float64Array(50).fill(1), [1, 2, 5, 5]);
    const wiped = Array.from({ length: 400 }, () => list(data.cutout(3)(ones, source)));
    const zerosOf = wiped.map((values) => values.slice(0, 25).filter((value) => value === 0).length);
    expect([...new Set(zerosOf)].sort((a, b) => a - b)).toEqual([4, 6, 9]);
    expect(new Set(wiped.map((values) => values.join(""))).size).toBe(25);
    for (const values of wiped) expect(values.slice(0, 25)).toEqual(values.slice(25));
    expect(list(data.cutout(1, { fill: 7 })(hostArray([1], [1, 1, 1, 1]), source))).toEqual([7]);
  });

  test("one seed gives one result", () => {
    const all = [data.randomHorizontalFlip(), data.randomShift(1), data.randomCrop(2, { padding: 1 }), data.cutout(1)];
    const run = (seed: number) => {
      const source = new Rng(seed);
      return list(all.reduce((value, transform) => transform(value, source), images()));
    };
    expect(run(5)).toEqual(run(5));
    expect(run(5)).not.toEqual(run(6));
  });

  test("options and shapes are checked", () => {
    expect(() => data.cutout(1)(hostArray([1, 2], [1, 2]), rng())).toThrow("cutout needs images (N,C,H,W), got (1,2)");
    expect(() => data.randomVerticalFlip(2)).toThrow("a probability in [0, 1], got 2");
    expect(() => data.randomShift(0.5)).toThrow("randomShift needs most to be a whole number of 0 or more, got 0.5");
    expect(() => data.cutout(0)).toThrow(ArgumentError);
  });
});

describe("the random source of a place", () => {
  test("is its own, and the same every time", () => {
    const draws = new Set<number>();
    for (let seed = 0; seed < 10; seed++) {
      for (let epoch = 0; epoch < 30; epoch++) {
        for (let batch = 0; batch < 30; batch++) draws.add(Rng.at(seed, epoch, batch).uniform());
      }
    }
    expect(draws.size).toBe(9000);
    expect(Rng.at(1, 2, 3).uniform()).toBe(Rng.at(1, 2, 3).uniform());
    expect(Rng.at(1, 2).uniform()).not.toBe(Rng.at(2, 1).uniform());
    expect(Rng.at(1, 2).uniform()).not.toBe(Rng.at(1, 2, 0).uniform());
    expect(() => Rng.at(1, 0.5)).toThrow("a place is made of whole numbers, got 0.5");
  });
});
