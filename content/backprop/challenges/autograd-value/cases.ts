import * as engine from "#engine/index.ts";
import { list } from "#lib/challenge/argument.ts";
import type { CaseBuilder } from "#lib/challenge/case.ts";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import type { Dice } from "#lib/item/dice.ts";

type Operation =
  | readonly ["add" | "mul", a: number, b: number]
  | readonly ["add_number" | "mul_number", a: number, number: number]
  | readonly ["tanh" | "relu", a: number];

/** Data and gradients of every value of a graph, the last value being the one differentiated. */
function byEngine(numbers: readonly number[], operations: readonly Operation[]) {
  const values = numbers.map((number) => engine.tensor(number, { requiresGrad: true }));
  for (const [name, a, b] of operations) {
    const left = values[a];
    if (name === "add" || name === "mul") values.push(left[name](values[b]));
    else if (name === "add_number") values.push(left.add(b));
    else if (name === "mul_number") values.push(left.mul(b));
    else values.push(left[name]());
  }
  const gradients = engine.grad(values[values.length - 1], values);
  return {
    data: engine.tensor(values.map((value) => value.itemSync())),
    gradients: engine.tensor(gradients.map((g) => g?.itemSync() ?? 0)),
  };
}

const NAMES = "abcdefghijklmnopqrstuvwxyz";

function inCode(numbers: readonly number[], operations: readonly Operation[], python: boolean): string {
  const name = (i: number) => NAMES[i];
  const lines = numbers.map((x, i) => (python ? `${name(i)} = Value(${x})` : `const ${name(i)} = new Value(${x})`));
  for (const [i, [operation, a, b]] of operations.entries()) {
    const left = name(a);
    const right = operation === "add" || operation === "mul" ? name(b) : String(b);
    const kind = operation.replace("_number", "");
    const sign = kind === "add" ? "+" : "*";
    const infix = operation === "mul_number" ? `${right} * ${left}` : `${left} ${sign} ${right}`;
    const binary = python ? infix : `${left}.${kind}(${right})`;
    const made = b === undefined ? `${left}.${kind}()` : binary;
    lines.push(`${python ? "" : "const "}${name(numbers.length + i)} = ${made}`);
  }
  lines.push(`${name(numbers.length + operations.length - 1)}.backward()`);
  return lines.join("\n");
}

function graph(c: CaseBuilder, numbers: readonly number[], operations: readonly Operation[]): void {
  const asked = operations.map(([name, a, b = 0]) => list(name, a, b));
  const call = c.call("harness.run_graph", numbers, list(...asked)).returnsAll(byEngine(numbers, operations));
  if (numbers.length + operations.length <= NAMES.length) {
    call.shownAs(inCode(numbers, operations, true), inCode(numbers, operations, false));
  }
}

/** A graph in which every value is used, many of them more than once; none is too large for the cosh of a slope. */
function drawn(dice: Dice, leaves: number, operations: number): [number[], Operation[]] {
  const numbers = dice.vector(leaves, -1.5, 1.5, 2);
  const made: Operation[] = [];
  for (let i = 0; i < operations; i++) {
    const last = leaves + i - 1;
    const other = dice.integer(0, last);
    const isLarge = Math.abs(byEngine(numbers, made).data.valuesSync()[last]) > 10;
    const kind = isLarge ? "tanh" : dice.choose(["add", "mul", "tanh", "add_number", "mul_number"] as const);
    if (kind === "tanh") made.push([kind, last]);
    else if (kind === "add" || kind === "mul") made.push([kind, last, other]);
    else made.push([kind, last, dice.nonzero(-1.2, 1.2, 1)]);
  }
  return [numbers, made];
}

export const autogradValue = challenge({
  slug: "autograd-value",
  area: "backprop",
  defines: ["Value"],
  cases: [
    visible("data and grad of a new value", (c) => {
      const value = c.make("Value", 3);
      value.read("data").returns(3);
      value.read("grad").returns(0);
    }),
    visible("a sum", (c) => graph(c, [2, -3], [["add", 0, 1]])),
    visible("a product", (c) => graph(c, [2, -3], [["mul", 0, 1]])),
    visible("tanh and relu", (c) =>
      graph(
        c,
        [0.5],
        [
          ["tanh", 0],
          ["relu", 1],
        ],
      ),
    ),
    visible("a value used twice", (c) => graph(c, [3], [["mul", 0, 0]])),
    visible("a diamond", (c) =>
      graph(
        c,
        [2, -3],
        [
          ["mul", 0, 1],
          ["mul", 2, 0],
          ["add", 2, 3],
          ["mul", 4, 2],
        ],
      ),
    ),
    hidden("plain numbers as operands", (c, dice) =>
      graph(c, dice.vector(1, -1, 1), [
        ["add_number", 0, 2],
        ["mul_number", 1, -3],
        ["add_number", 2, 0.5],
      ]),
    ),
    hidden("relu below, at and above zero", (c, dice) =>
      graph(
        c,
        [-dice.decimal(0.5, 2), 0, dice.decimal(0.5, 2)],
        [
          ["relu", 0],
          ["relu", 1],
          ["relu", 2],
          ["add", 3, 4],
          ["add", 6, 5],
        ],
      ),
    ),
    hidden("values it does not depend on", (c, dice) =>
      graph(c, dice.vector(3, -2, 2), [
        ["mul", 0, 1],
        ["add", 0, 2],
        ["mul", 0, 0],
      ]),
    ),
    hidden("a value summed with itself", (c, dice) =>
      graph(c, dice.vector(1, -2, 2), [
        ["add", 0, 0],
        ["add", 1, 1],
      ]),
    ),
    hidden("a shared value used late and early", (c, dice) =>
      graph(c, dice.vector(2, -1, 1), [
        ["mul", 0, 1],
        ["tanh", 2],
        ["mul", 3, 2],
        ["add", 4, 2],
        ["tanh", 5],
        ["add", 6, 2],
        ["mul", 7, 3],
      ]),
    ),
    hidden("random graphs", (c, dice) => {
      for (let i = 0; i < 4; i++) graph(c, ...drawn(dice, 3, 12));
    }),
    hidden("a graph with millions of paths", (c, dice) =>
      graph(
        c,
        [dice.decimal(0.1, 0.4)],
        Array.from({ length: 24 }, (_, i): Operation => ["add", i, i]),
      ),
    ),
    hidden("a chain of three thousand sums", (c, dice) =>
      graph(
        c,
        dice.vector(2, -1, 1),
        Array.from({ length: 3000 }, (_, i): Operation => ["add", i + 1, 0]),
      ),
    ),
    hidden("used: a unit fitted", (c, dice) => {
      const [xs, targets, start] = [dice.vector(5, -2, 2), dice.vector(5, -1, 1), dice.vector(3, -1, 1)];
      const [rate, steps] = [0.05, 8];
      const parameters = start.map((number) => engine.tensor(number, { requiresGrad: true }));
      const [weight, bias, out] = parameters;
      const optimizer = engine.optim.sgd(parameters, { lr: rate });
      const losses: number[] = [];
      for (let step = 0; step < steps; step++) {
        const y = engine.tensor(xs).mul(weight).add(bias).tanh().mul(out);
        const loss = engine.mse(y, engine.tensor(targets), { reduction: "sum" });
        losses.push(loss.itemSync());
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
      }
      c.call("harness.fit", xs, targets, start, rate, steps).returnsAll({
        losses,
        parameters: parameters.map((value) => value.itemSync()),
      });
    }),
  ],
  mutants: [
    {
      id: "gradient-assigned",
      says: "when a value's gradient is assigned in place of added to: only one of its uses counts",
      python: ["source.grad += slope * value.grad", "source.grad = slope * value.grad"],
      typescript: ["source.grad += slope * value.grad;", "source.grad = slope * value.grad;"],
      killedBy: "a value used twice",
      misconception: "fan-out-overwritten",
    },
    {
      id: "product-own-factor",
      says: "with each factor's own value as its derivative in a product",
      python: ["((self, other.data), (other, self.data))", "((self, self.data), (other, other.data))"],
      typescript: [
        "      [this, other.data],\n      [other, this.data],",
        "      [this, this.data],\n      [other, other.data],",
      ],
      killedBy: "a product",
      misconception: "mul-gate-own-input",
    },
    {
      id: "not-in-order",
      says: "when values pass their gradient on before all their uses have added to it",
      python: [
        "for value in reversed(self._in_order()):",
        "found = [self]\n        for value in found:\n            found += [s for s in dict.fromkeys(s for s, _ in value.inputs) if s not in found]",
      ],
      typescript: [
        "for (const value of inOrder(this).reverse()) {",
        "const found = new Set<Value>([this]);\n    for (const value of found) {\n      for (const [source] of value.inputs) found.add(source);",
      ],
      killedBy: "a diamond",
    },
    {
      id: "upstream-forgotten",
      says: "without the gradient that arrives: the local derivatives alone",
      python: ["slope * value.grad", "slope"],
      typescript: ["slope * value.grad", "slope"],
      killedBy: "a diamond",
      misconception: "upstream-forgotten",
    },
    {
      id: "tanh-without-square",
      says: "with 1 − tanh in place of 1 − tanh² for the derivative of tanh",
      python: ["1 - y**2", "1 - y"],
      typescript: ["1 - y * y", "1 - y"],
      killedBy: "tanh and relu",
    },
    {
      id: "no-relu-gate",
      says: "when ReLU passes every gradient on, active or not",
      python: ["1.0 if self.data > 0 else 0.0", "1.0"],
      typescript: ["this.data > 0 ? 1 : 0", "1"],
      killedBy: "relu below, at and above zero",
      misconception: "no-relu-gate",
    },
    {
      id: "gate-open-at-zero",
      says: "with a derivative of 1 for ReLU at exactly 0",
      python: ["1.0 if self.data > 0 else 0.0", "1.0 if self.data >= 0 else 0.0"],
      typescript: ["this.data > 0 ? 1 : 0", "this.data >= 0 ? 1 : 0"],
      killedBy: "relu below, at and above zero",
    },
  ],
});
