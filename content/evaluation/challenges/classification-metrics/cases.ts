import { matmul, oneHot, type Tensor, tensor } from "#engine/index.ts";
import { integers } from "#lib/challenge/argument.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

interface Predictions {
  truth: number[];
  predicted: number[];
  classes: number;
}

/** About two of three right. */
function draw(dice: Dice, examples: number, classes: number): Predictions {
  const truth = Array.from({ length: examples }, () => dice.integer(0, classes - 1));
  const predicted = truth.map((label) => (dice.integer(1, 3) < 3 ? label : dice.integer(0, classes - 1)));
  return { truth, predicted, classes };
}

const counted = ({ truth, predicted, classes }: Predictions): Tensor =>
  matmul(oneHot(tensor(truth), classes).transpose(0, 1), oneHot(tensor(predicted), classes));

/** Share of the chosen examples for which something holds; 0 where none is chosen. */
function share(chosen: number[], holds: (n: number) => boolean): number {
  return chosen.length === 0 ? 0 : chosen.filter(holds).length / chosen.length;
}

/** Precision, recall and F1 of each class, counted over the examples. */
function measured({ truth, predicted, classes }: Predictions) {
  const examples = [...truth.keys()];
  const all = [...Array(classes).keys()].map((k) => {
    const precision = share(
      examples.filter((n) => predicted[n] === k),
      (n) => truth[n] === k,
    );
    const recall = share(
      examples.filter((n) => truth[n] === k),
      (n) => predicted[n] === k,
    );
    return { precision, recall, f1: precision === 0 ? 0 : 2 / (1 / precision + 1 / recall) };
  });
  return {
    precision: tensor(all.map((of) => of.precision)),
    recall: tensor(all.map((of) => of.recall)),
    f1: tensor(all.map((of) => of.f1)),
  };
}

const confusion = (c: CaseBuilder, of: Predictions) =>
  c.call("confusion_matrix", integers(of.truth), integers(of.predicted), of.classes).returns(counted(of));

const accuracy = (c: CaseBuilder, of: Predictions) =>
  c
    .call("accuracy", integers(counted(of)))
    .returns(share([...of.truth.keys()], (n) => of.truth[n] === of.predicted[n]));

const perClass = (c: CaseBuilder, of: Predictions) =>
  c.call("per_class", integers(counted(of))).returnsAll(measured(of));

function macro(c: CaseBuilder, of: Predictions) {
  const { precision, recall, f1 } = measured(of);
  return c
    .call("macro", integers(counted(of)))
    .returnsAll({ precision: precision.mean(), recall: recall.mean(), f1: f1.mean() });
}

function everything(c: CaseBuilder, of: Predictions): void {
  confusion(c, of);
  accuracy(c, of);
  perClass(c, of);
  macro(c, of);
}

const pets: Predictions = { truth: [0, 0, 0, 1, 1, 2, 2, 2, 2], predicted: [0, 1, 1, 1, 2, 2, 2, 2, 0], classes: 3 };

export const classificationMetrics = challenge({
  slug: "classification-metrics",
  area: "evaluation",
  defines: ["confusion_matrix", "accuracy", "per_class", "macro"],
  cases: [
    visible("a confusion matrix", (c) => confusion(c, pets)),
    visible("accuracy", (c) => accuracy(c, pets)),
    visible("precision, recall and F1 of each class", (c) => perClass(c, pets)),
    visible("macro averages", (c) => macro(c, pets)),
    hidden("random predictions", (c, dice) => everything(c, draw(dice, 20, dice.integer(3, 5)))),
    hidden("two classes", (c, dice) => everything(c, draw(dice, 12, 2))),
    hidden("classes of very different size", (c, dice) => {
      const [many, few] = [dice.integer(12, 20), dice.integer(1, 3)];
      const truth = [...Array(many).fill(0), ...Array(few).fill(1), 2, 2];
      const predicted = truth.map((label, n) => (n < 3 ? 1 : label));
      predicted[predicted.length - 1] = 0;
      everything(c, { truth, predicted, classes: 3 });
    }),
    hidden("all right", (c, dice) => {
      const { truth, classes } = draw(dice, 10, 3);
      everything(c, { truth: [...truth, 0, 1, 2], predicted: [...truth, 0, 1, 2], classes });
    }),
    hidden("all wrong", (c, dice) => {
      const { truth, classes } = draw(dice, 10, 3);
      everything(c, { truth, predicted: truth.map((label) => (label + dice.integer(1, 2)) % 3), classes });
    }),
    hidden("a class never predicted", (c, dice) => {
      const { truth } = draw(dice, 8, 3);
      everything(c, {
        truth: [...truth, 2, 0, 1],
        predicted: [...truth.map((label) => label % 2), 0, 0, 1],
        classes: 3,
      });
    }),
    hidden("a class that does not occur", (c, dice) => {
      const { truth } = draw(dice, 8, 2);
      everything(c, { truth: [...truth, 0, 1], predicted: [...truth, 0, 2], classes: 3 });
    }),
    hidden("a class neither occurring nor predicted", (c, dice) => everything(c, { ...draw(dice, 9, 2), classes: 4 })),
    hidden("one example", (c, dice) =>
      everything(c, { truth: [dice.integer(0, 2)], predicted: [dice.integer(0, 2)], classes: 3 }),
    ),
    hidden("one class only", (c) => everything(c, { truth: [0, 0, 0], predicted: [0, 0, 0], classes: 1 })),
  ],
  mutants: [
    {
      id: "transposed",
      says: "with predicted classes as rows and true ones as columns",
      python: ["(truth, predicted), 1)", "(predicted, truth), 1)"],
      typescript: ["confusion[label][predicted[n]] += 1", "confusion[predicted[n]][label] += 1"],
      killedBy: "a confusion matrix",
    },
    {
      id: "precision-recall-swapped",
      says: "with precision and recall exchanged",
      python: [
        "    precision = _ratio(right, confusion.sum(axis=0))\n    recall = _ratio(right, confusion.sum(axis=1))",
        "    precision = _ratio(right, confusion.sum(axis=1))\n    recall = _ratio(right, confusion.sum(axis=0))",
      ],
      typescript: ["return [precision, recall, f1];", "return [recall, precision, f1];"],
      killedBy: "precision, recall and F1 of each class",
    },
    {
      id: "arithmetic-mean",
      says: "with the arithmetic mean of precision and recall for F1",
      python: ["_ratio(2 * precision * recall, precision + recall)", "(precision + recall) / 2"],
      typescript: ["ratio(2 * p * recall[k], p + recall[k])", "(p + recall[k]) / 2"],
      killedBy: "precision, recall and F1 of each class",
    },
    {
      id: "f1-of-averages",
      says: "when macro F1 is computed from macro precision and macro recall",
      python: [
        "    return precision.mean(), recall.mean(), f1.mean()",
        "    p, r = precision.mean(), recall.mean()\n    return p, r, 2 * p * r / (p + r) if p + r > 0 else 0.0",
      ],
      typescript: [
        "  return [mean(precision), mean(recall), mean(f1)];",
        "  const [p, r] = [mean(precision), mean(recall)];\n  return [p, r, ratio(2 * p * r, p + r)];",
      ],
      killedBy: "macro averages",
    },
    {
      id: "weighted-by-size",
      says: "when classes count in the means by their number of examples",
      python: [
        "    return precision.mean(), recall.mean(), f1.mean()",
        "    share = confusion.sum(axis=1) / confusion.sum()\n    return share @ precision, share @ recall, share @ f1",
      ],
      typescript: [
        "  return [mean(precision), mean(recall), mean(f1)];",
        "  const share = confusion.map((row) => sum(row) / sum(confusion.flat()));\n  const weighted = (values: number[]) => sum(values.map((value, k) => share[k] * value));\n  return [weighted(precision), weighted(recall), weighted(f1)];",
      ],
      killedBy: "macro averages",
    },
    {
      id: "nothing-over-nothing",
      says: "when 0/0 is left as NaN",
      python: ["np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)", "part / whole"],
      typescript: ["(whole > 0 ? part / whole : 0)", "part / whole"],
      killedBy: "a class never predicted",
    },
    {
      id: "empty-classes-left-out",
      says: "when classes that do not occur are left out of the means",
      python: [
        "    return precision.mean(), recall.mean(), f1.mean()",
        "    occurs = confusion.sum(axis=1) > 0\n    return precision[occurs].mean(), recall[occurs].mean(), f1[occurs].mean()",
      ],
      typescript: [
        "  return [mean(precision), mean(recall), mean(f1)];",
        "  const occurring = (values: number[]) => values.filter((_, k) => sum(confusion[k]) > 0);\n  return [mean(occurring(precision)), mean(occurring(recall)), mean(occurring(f1))];",
      ],
      killedBy: "a class that does not occur",
    },
    {
      id: "mean-recall-as-accuracy",
      says: "with the mean of the classes' recalls for accuracy",
      python: [
        "return np.trace(confusion) / confusion.sum()",
        "return _ratio(np.diag(confusion), confusion.sum(axis=1)).mean()",
      ],
      typescript: [
        "return sum(confusion.map((row, k) => row[k])) / sum(confusion.flat());",
        "return mean(confusion.map((row, k) => ratio(row[k], sum(row))));",
      ],
      killedBy: "accuracy",
    },
  ],
});
