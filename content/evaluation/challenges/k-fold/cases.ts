import { tensor, zeros } from "#engine/index.ts";
import { integers } from "#lib/challenge/argument.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

/** How long each block is: the examples handed round one by one. */
function lengths(count: number, k: number): number[] {
  const out = new Array<number>(k).fill(0);
  for (let i = 0; i < count; i++) out[i % k]++;
  return out;
}

/** Which fold each position of the order belongs to. */
const foldsOf = (count: number, k: number): number[] =>
  lengths(count, k).flatMap((length, fold) => new Array<number>(length).fill(fold));

function partsOf(order: readonly number[], k: number, fold: number) {
  const folds = foldsOf(order.length, k);
  return {
    training: order.filter((_, position) => folds[position] !== fold),
    validation: order.filter((_, position) => folds[position] === fold),
  };
}

function split(c: CaseBuilder, order: readonly number[], k: number, fold: number): void {
  c.call("k_fold_split", integers([...order]), k, fold).returnsAll(partsOf(order, k, fold));
}

function allFolds(c: CaseBuilder, order: readonly number[], k: number): void {
  for (let fold = 0; fold < k; fold++) split(c, order, k, fold);
}

/** Like cards, class by class, to players who take turns. */
function dealt(classes: readonly number[], k: number): number[] {
  const hands: number[][] = upTo(k).map(() => []);
  let cards = 0;
  for (let one = Math.min(...classes); one <= Math.max(...classes); one++) {
    for (const [index, own] of classes.entries()) if (own === one) hands[cards++ % k].push(index);
  }
  return classes.map((_, index) => hands.findIndex((hand) => hand.includes(index)));
}

function stratified(c: CaseBuilder, classes: readonly number[], k: number): void {
  c.call("stratified_folds", integers([...classes]), k).returns(dealt(classes, k));
}

const drawClasses = (dice: Dice, count: number, classes: number) =>
  Array.from({ length: count }, () => dice.integer(0, classes - 1));

export const kFold = challenge({
  slug: "k-fold",
  area: "evaluation",
  defines: ["k_fold_split", "stratified_folds"],
  cases: [
    visible("six examples in order, three folds", (c) => split(c, upTo(6), 3, 1)),
    visible("seven examples, three folds", (c) => allFolds(c, upTo(7), 3)),
    visible("a shuffled order", (c) => split(c, [3, 0, 4, 1, 2], 2, 1)),
    visible("stratified, two classes", (c) => stratified(c, [0, 0, 1, 0, 1, 0, 1, 0], 2)),
    hidden("a number of folds that divides", (c, dice) => {
      const k = dice.integer(2, 5);
      allFolds(c, upTo(k * dice.integer(2, 4)), k);
    }),
    hidden("one example over, and one too few", (c, dice) => {
      const k = dice.integer(4, 6);
      allFolds(c, upTo(2 * k + 1), k);
      allFolds(c, upTo(3 * k - 1), k);
    }),
    hidden("as many folds as examples", (c, dice) => {
      const count = dice.integer(2, 6);
      allFolds(c, dice.shuffle(upTo(count)), count);
    }),
    hidden("one fold fewer than examples", (c, dice) => {
      const count = dice.integer(4, 7);
      allFolds(c, dice.shuffle(upTo(count)), count - 1);
    }),
    hidden("two folds", (c, dice) => allFolds(c, dice.shuffle(upTo(dice.integer(2, 4) * 2 + 1)), 2)),
    hidden("random orders", (c, dice) => {
      for (let i = 0; i < 3; i++) allFolds(c, dice.shuffle(upTo(dice.integer(8, 20))), dice.integer(2, 6));
    }),
    hidden("stratified, random classes", (c, dice) => {
      for (let i = 0; i < 4; i++) stratified(c, drawClasses(dice, dice.integer(8, 20), 3), dice.integer(2, 5));
    }),
    hidden("stratified, one class", (c, dice) => stratified(c, Array(dice.integer(5, 9)).fill(dice.integer(0, 3)), 3)),
    hidden("stratified, every example of another class", (c, dice) => stratified(c, dice.shuffle(upTo(9)), 4)),
    hidden("stratified, class numbers that do not occur", (c, dice) =>
      stratified(
        c,
        drawClasses(dice, 12, 3).map((one) => 12 - 5 * one),
        3,
      ),
    ),
    hidden("stratified, the folds' sizes", (c, dice) => {
      const k = dice.integer(3, 6);
      c.call("stratified_folds", integers(drawClasses(dice, 4 * k + 1, 5)), k).holds(
        "the folds' sizes differ by at most one",
        (folds) => {
          const sizes = upTo(k).map((fold) => folds.equal(fold).sum().itemSync());
          return sizes.reduce((a, b) => a + b) === 4 * k + 1 && Math.max(...sizes) - Math.min(...sizes) <= 1;
        },
      );
    }),
    hidden("used: a line cross-validated", (c, dice) => {
      const [count, k] = [dice.integer(7, 12), dice.integer(2, 5)];
      const [x, y] = [dice.vector(count, 0.5, 3), dice.vector(count, -3, 3)];
      const order = dice.shuffle(upTo(count));
      const slopes: number[] = [];
      const errors: number[] = [];
      for (let fold = 0; fold < k; fold++) {
        const { validation } = partsOf(order, k, fold);
        const held = zeros([count]).scatterAdd(0, tensor(validation), tensor(validation.map(() => 1)));
        const kept = tensor(1).sub(held);
        const slope = tensor(x).mul(tensor(y)).mul(kept).sum().div(tensor(x).square().mul(kept).sum());
        const squares = tensor(x).mul(slope).sub(tensor(y)).square();
        slopes.push(slope.itemSync());
        errors.push(squares.mul(held).sum().div(held.sum()).itemSync());
      }
      c.call("harness.cross_validate", x, y, integers(order), k).returnsAll({ slopes, errors });
    }),
    hidden("used: shares of the classes in every fold", (c, dice) => {
      const k = 3;
      const classes = dice.shuffle([...Array(7).fill(0), ...Array(4).fill(1), ...Array(dice.integer(3, 8)).fill(2)]);
      const folds = dealt(classes, k);
      const counts = upTo(k).map((fold) =>
        [0, 1, 2].map((one) => classes.filter((own, i) => own === one && folds[i] === fold).length),
      );
      c.call("harness.class_counts", integers(classes), k, 3).returns(counts);
    }),
  ],
  mutants: [
    {
      id: "rest-in-the-last-fold",
      says: "when the last fold takes all that is left over, in place of the first ones one each",
      python: ["blocks = np.array_split(order, k)", "blocks = np.split(order, np.arange(1, k) * (len(order) // k))"],
      typescript: [
        "const startOf = (block: number) => block * small + Math.min(block, longer);",
        "const startOf = (block: number) => (block === k ? order.length : block * small);",
      ],
      killedBy: "seven examples, three folds",
    },
    {
      id: "rest-dropped",
      says: "when the examples left over after equal blocks are dropped",
      python: ["blocks = np.array_split(order, k)", "blocks = np.split(order[: len(order) // k * k], k)"],
      typescript: [
        "  const longer = order.length % k;\n",
        "  const longer = 0;\n  order = order.slice(0, small * k);\n",
      ],
      killedBy: "seven examples, three folds",
    },
    {
      id: "every-kth",
      says: "when every k-th example goes to a fold, in place of one block",
      python: ["blocks = np.array_split(order, k)", "blocks = [order[first::k] for first in range(k)]"],
      typescript: [
        "  const training = [...order.slice(0, start), ...order.slice(stop)];\n  const validation = order.slice(start, stop);\n",
        "  const training = order.filter((_, position) => position % k !== fold);\n  const validation = order.filter((_, position) => position % k === fold);\n",
      ],
      killedBy: "six examples in order, three folds",
    },
    {
      id: "validation-trained-on",
      says: "when the training part still holds the validation examples",
      python: ["validation = blocks.pop(fold)", "validation = blocks[fold]"],
      typescript: ["[...order.slice(0, start), ...order.slice(stop)]", "[...order]"],
      killedBy: "six examples in order, three folds",
    },
    {
      id: "order-ignored",
      says: "when positions are returned in place of what stands there in the given order",
      python: ["np.array_split(order, k)", "np.array_split(np.arange(len(order)), k)"],
      typescript: ["  const small = Math", "  order = order.map((_, position) => position);\n  const small = Math"],
      killedBy: "a shuffled order",
    },
    {
      id: "training-sorted",
      says: "when the training part comes back sorted, not in the order given",
      python: ["training = np.concatenate(blocks)", "training = np.setdiff1d(order, validation)"],
      typescript: ["...order.slice(stop)];", "...order.slice(stop)].sort((a, b) => a - b);"],
      killedBy: "random orders",
    },
    {
      id: "every-class-from-fold-zero",
      says: "when each class starts at fold 0 again",
      python: [
        "    folds[by_class] = np.arange(len(classes)) % k\n",
        "    for one in np.unique(classes):\n        folds[classes == one] = np.arange(np.sum(classes == one)) % k\n",
      ],
      typescript: [
        "folds[index] = position % k;",
        "const first = byClass.findIndex((other) => classes[other] === classes[index]);\n    folds[index] = (position - first) % k;",
      ],
      killedBy: "stratified, two classes",
    },
    {
      id: "classes-ignored",
      says: "when examples are dealt out in turn whatever their class",
      python: ['by_class = np.argsort(classes, kind="stable")', "by_class = np.arange(len(classes))"],
      typescript: [".sort((a, b) => classes[a] - classes[b])", ""],
      killedBy: "stratified, two classes",
    },
  ],
});
