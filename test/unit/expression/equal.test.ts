import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare, matches } from "#lib/expression/equal.ts";
import { evaluate } from "#lib/expression/evaluate.ts";
import { type Expression, FUNCTION_NAMES, type Operator } from "#lib/expression/expression.ts";
import { randomPoint, type Domain } from "#lib/expression/sampler.ts";
import { toText } from "#lib/expression/to-text.ts";
import { generator, read } from "./formulas.ts";

const vocabulary = {
  symbols: ["z", "y", "p", "x", "m", "v", "g", "w", "mu", "beta", "eta", "lambda", "epsilon"],
  functions: FUNCTION_NAMES,
};
const real = { above: -5, below: 5 };
const part = { above: 0, below: 1 };
const RANGES: Domain["symbols"] = {
  z: real,
  y: part,
  p: part,
  x: real,
  m: real,
  v: { above: 0, below: 5 },
  g: real,
  w: real,
  mu: real,
  beta: part,
  eta: part,
  lambda: part,
  epsilon: { above: 0, below: 0.1 },
};
const domain = (...symbols: string[]): Domain => ({
  symbols: Object.fromEntries(symbols.map((symbol) => [symbol, RANGES[symbol]])),
});
const formula = (text: string) => read(text, vocabulary);
const judge = (answer: string, key: string, on: Domain) => compare(formula(answer), formula(key), on, generator(7));

describe("two formulas", () => {
  it.each([
    ["z(1-z)", "z - z²"],
    ["σ(z)(1-σ(z))", "e^-z/(1+e^-z)^2"],
    ["1 - tanh(z)^2", "4/(e^z+e^(-z))^2"],
    ["(p-y)/(p(1-p))", "-y/p + (1-y)/(1-p)"],
    ["relu(z)", "z*1[z>0]"],
    ["log(1+e^z)", "-log(1-σ(z))"],
    ["0.6931471806 z", "z*log(2)"],
    ["z - z", "0"],
    ["σ(z) - 1/(1+e^-z)", "0"],
    ["max(z, y)", "(z + y + |z - y|)/2"],
  ])("%s and %s are equal", (answer, key) => {
    expect(judge(answer, key, domain("z", "y", "p"))).toEqual({ kind: "equal" });
  });

  it("differ with a point that is easy to check", () => {
    expect(judge("z(1+z)", "z(1-z)", domain("z"))).toEqual({ kind: "different", at: { z: 2 }, answer: 6, key: -2 });
    expect(judge("y/p", "-y/p", domain("y", "p"))).toEqual({
      kind: "different",
      at: { y: 0.5, p: 0.25 },
      answer: 2,
      key: -2,
    });
    expect(judge("w - g", "w - eta*g", domain("w", "g", "eta"))).toMatchObject({
      kind: "different",
      at: { w: 2, g: -1, eta: 0.75 },
      answer: 3,
      key: 2.75,
    });
  });

  it("show a difference that is seen in three digits before one that is not", () => {
    expect(judge("z^3 + 0.0001", "z^3", domain("z"))).toMatchObject({ kind: "different", at: { z: 0 }, key: 0 });
  });

  it("differ where they differ by no more than a small ε", () => {
    const on = domain("m", "v", "epsilon");
    expect(judge("m/sqrt(v + epsilon)", "m/(sqrt(v) + epsilon)", on).kind).toBe("different");
    expect(judge("m/sqrt(v)", "m/(sqrt(v) + epsilon)", on).kind).toBe("different");
    const tiny: Domain = { symbols: { ...on.symbols, epsilon: { above: 1e-8, below: 1e-7 } } };
    expect(judge("m/sqrt(v)", "m/(sqrt(v) + epsilon)", tiny).kind).toBe("different");
    expect(judge("m/(epsilon + sqrt(v))", "m/(sqrt(v) + epsilon)", tiny).kind).toBe("equal");
  });

  it("differ where only one of them has a value", () => {
    expect(judge("log(z)", "log(|z|)", domain("z"))).toMatchObject({ at: { z: -1 }, answer: NaN, key: 0 });
    expect(judge("sqrt(z)^2", "z", domain("z"))).toMatchObject({ kind: "different", at: { z: -1 }, answer: NaN });
  });

  it("are compared where both have values, and undecided where they have too few", () => {
    expect(judge("log(z) + log(z)", "2 log(z)", domain("z"))).toEqual({ kind: "equal" });
    expect(judge("log(-v)", "log(-v)", domain("v"))).toEqual({ kind: "undecidable", points: 0 });
    const far: Domain = { symbols: { z: { above: 900, below: 1000 } } };
    expect(judge("exp(z)/(1+exp(z))", "σ(z)", far)).toEqual({ kind: "undecidable", points: 0 });
  });

  it("are equal in spite of digits that one of them loses", () => {
    const wide: Domain = { symbols: { z: { above: -30, below: 30 } } };
    expect(judge("1 - σ(z)", "σ(-z)", wide)).toEqual({ kind: "equal" });
    expect(judge("(1 - tanh(z))/2", "1/(1+e^(2z))", wide)).toEqual({ kind: "equal" });
  });

  it("may disagree at single points only if kinks are to be avoided", () => {
    const pairs = [
      ["1[z>=0]", "1[z>0]"],
      ["z²/z", "z"],
      ["relu(z)/z", "step(z)"],
      ["(sign(z)+1)/2", "1[z>0]"],
      ["min(1, z²/z)", "min(z, 1)"],
    ];
    for (const [answer, key] of pairs) {
      expect([answer, judge(answer, key, domain("z")).kind]).toEqual([answer, "equal"]);
      expect(judge(answer, key, { ...domain("z"), kinks: "include" })).toMatchObject({
        kind: "different",
        at: { z: 0 },
      });
    }
    const bend = "z*1[z<3.7] + 3.7*1[z>=3.7]";
    expect(judge(bend.replace(">=", ">"), bend, { ...domain("z"), kinks: "include" })).toMatchObject({
      at: { z: 3.7 },
    });
    expect(judge("1[z>0.01]", "1[z>0]", domain("z"))).toMatchObject({ kind: "different", at: { z: 0.01 } });
    expect(judge("1[100z>1]", "1[z>0]", domain("z")).kind).toBe("different");
  });

  it("are compared on listed values", () => {
    const labels: Domain = { symbols: { y: { values: [0, 1] }, p: part } };
    expect(judge("-log(1[y=1]*p + 1[y=0]*(1-p))", "-y*log(p) - (1-y)*log(1-p)", labels)).toEqual({ kind: "equal" });
    expect(judge("y^2 p", "y p", labels)).toEqual({ kind: "equal" });
    expect(judge("y p", "p", labels)).toMatchObject({ kind: "different", at: { y: 0 } });
    expect(judge("-y*log(p)", "-y*log(p) - (1-y)*log(1-p)", labels)).toMatchObject({ kind: "different", at: { y: 0 } });
  });

  it("get the same verdict from the same numbers", () => {
    const once = judge("p^1.001", "p", domain("p"));
    expect(once.kind).toBe("different");
    expect(judge("p^1.001", "p", domain("p"))).toEqual(once);
  });

  it("can't be compared on a domain that lacks one of their symbols", () => {
    expect(() => judge("z + y", "z", domain("z"))).toThrow("no value for y, only for z");
    expect(() => judge("z", "z", { symbols: { z: { above: 1, below: 1 } } })).toThrow(RangeError);
  });
});

describe("a wrong formula", () => {
  it("is diagnosed as the faulty formulas it equals", () => {
    const malRules = {
      "forgets the second factor": formula("σ(z)"),
      "takes it for the derivative of tanh": formula("1 - σ(z)^2"),
      "takes the logit for the activation": formula("z(1-z)"),
      "squares the wrong factor": formula("(1-σ(z))(1+σ(z))"),
    };
    const found = (answer: string) => matches(formula(answer), malRules, domain("z"), generator(3));
    expect(found("1/(1+e^-z)")).toEqual(["forgets the second factor"]);
    expect(found("1-σ(z)²")).toEqual(["takes it for the derivative of tanh", "squares the wrong factor"]);
    expect(found("σ(z)(1-σ(z))")).toEqual([]);
  });
});

const TEXTBOOK: [string, Domain][] = [
  ["sigmoid(z)*(1 - sigmoid(z))", domain("z")],
  ["1 - tanh(z)^2", domain("z")],
  ["-y/p + (1 - y)/(1 - p)", domain("y", "p")],
  ["-(y*log(p) + (1 - y)*log(1 - p))", domain("y", "p")],
  ["g*1[z > 0]", domain("g", "z")],
  ["m/(sqrt(v) + epsilon)", domain("m", "v", "epsilon")],
  ["beta*m + (1 - beta)*g", domain("beta", "m", "g")],
  ["w - eta*(g + lambda*w)", domain("w", "eta", "g", "lambda")],
  ["max(0, z) + log(1 + exp(-abs(z)))", domain("z")],
  ["(x - mu)/sqrt(v + epsilon)", domain("x", "mu", "v", "epsilon")],
];

const number = (value: number): Expression => ({ kind: "number", value });
const binary = (operator: Operator, left: Expression, right: Expression): Expression => ({
  kind: "binary",
  operator,
  left,
  right,
});
const negate = (of: Expression): Expression => ({ kind: "negate", of });

/** All trees that differ from `tree` by one use of `change` at one node; `change` lists what a node may become. */
function changedOnce(tree: Expression, change: (node: Expression) => Expression[]): Expression[] {
  const here = change(tree);
  switch (tree.kind) {
    case "negate":
      return [...here, ...changedOnce(tree.of, change).map(negate)];
    case "binary":
    case "indicator":
      return [
        ...here,
        ...changedOnce(tree.left, change).map((left) => ({ ...tree, left })),
        ...changedOnce(tree.right, change).map((right) => ({ ...tree, right })),
      ];
    case "call":
      return [
        ...here,
        ...tree.args.flatMap((arg, i) =>
          changedOnce(arg, change).map((changed) => ({ ...tree, args: tree.args.with(i, changed) })),
        ),
      ];
    default:
      return here;
  }
}

function sameFunction(node: Expression): Expression[] {
  const always = [
    negate(negate(node)),
    binary("*", number(1), node),
    binary("/", node, number(1)),
    binary("+", node, number(0)),
  ];
  if (node.kind === "negate") return [...always, binary("*", number(-1), node.of), binary("-", number(0), node.of)];
  if (node.kind === "call" && node.name === "sigmoid")
    return [
      ...always,
      binary("/", number(1), binary("+", number(1), { kind: "call", name: "exp", args: [negate(node.args[0])] })),
    ];
  if (node.kind === "call" && node.name === "sqrt") return [...always, binary("^", node.args[0], number(0.5))];
  if (node.kind !== "binary") return always;
  const { operator, left, right } = node;
  if (operator === "+") return [...always, binary("+", right, left), binary("-", left, negate(right))];
  if (operator === "-") return [...always, binary("+", left, negate(right)), negate(binary("-", right, left))];
  if (operator === "/")
    return [
      ...always,
      binary("*", left, binary("/", number(1), right)),
      binary("*", left, binary("^", right, number(-1))),
    ];
  if (operator === "^")
    return right.kind === "number" && right.value === 2 ? [...always, binary("*", left, left)] : always;
  const sum = right.kind === "binary" && (right.operator === "+" || right.operator === "-") ? right : null;
  const distributed = sum ? [binary(sum.operator, binary("*", left, sum.left), binary("*", left, sum.right))] : [];
  return [...always, binary("*", right, left), ...distributed];
}

function singleFault(symbols: string[]) {
  return (node: Expression): Expression[] => {
    const always = [negate(node), binary("*", number(2), node)];
    if (node.kind === "symbol")
      return [
        ...always,
        ...symbols.filter((other) => other !== node.name).map((name): Expression => ({ kind: "symbol", name })),
        binary("^", node, number(2)),
      ];
    if (node.kind === "negate") return [...always, node.of];
    if (node.kind !== "binary") return always;
    const { operator, left, right } = node;
    if (operator === "^" && right.kind === "number")
      return [...always, binary("^", left, number(right.value + 1)), left];
    if (operator === "+" || operator === "-")
      return [...always, binary(operator === "+" ? "-" : "+", left, right), left, right];
    if (right.kind === "number" && right.value === 0) return always;
    return [...always, binary(operator === "*" ? "/" : "*", left, right), left];
  };
}

const SPELLINGS: [RegExp, string][] = [
  [/\*/g, " · "],
  [/\*/g, "×"],
  [/-/g, "−"],
  [/\^2(?!\d|\.)/g, "²"],
  [/sigmoid/g, "σ"],
  [/sigmoid/g, "logistic"],
  [/log\(/g, "ln("],
  [/epsilon/g, "ε"],
  [/beta/g, "β"],
  [/ /g, ""],
  [/\(/g, "[ "],
  [/sqrt/g, "√"],
];

describe("ten formulas of the textbook", () => {
  it("equal 500 of their rewritings, in any spelling", () => {
    const choice = fc.nat({ max: 1e6 });
    let seen = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...TEXTBOOK),
        fc.array(choice, { minLength: 1, maxLength: 7 }),
        fc.subarray(SPELLINGS),
        ([text, on], choices, spellings) => {
          const key = formula(text);
          let tree = key;
          for (const pick of choices) {
            const all = changedOnce(tree, sameFunction);
            tree = all[pick % all.length];
          }
          let written = toText(tree);
          for (const [from, to] of spellings) written = written.replace(from, to);
          if (written.includes("[ ")) written = bracketsByPartner(written);
          fc.pre(written.length <= 500);
          expect([written, compare(formula(written), key, on, generator(seen++))]).toEqual([
            written,
            { kind: "equal" },
          ]);
        },
      ),
      { numRuns: 500 },
    );
    expect(seen).toBeGreaterThanOrEqual(500);
  });

  it("differ from every single fault in them, at a point where they do", () => {
    let faults = 0;
    for (const [text, on] of TEXTBOOK) {
      const key = formula(text);
      for (const [i, faulty] of changedOnce(key, singleFault(Object.keys(on.symbols))).entries()) {
        if (!differ(faulty, key, on)) continue;
        faults++;
        const result = compare(faulty, key, on, generator(i));
        expect([toText(faulty), result.kind]).toEqual([toText(faulty), "different"]);
        if (result.kind !== "different") continue;
        expect(result.answer).toBe(evaluate(faulty, result.at));
        expect(result.key).toBe(evaluate(key, result.at));
        expect(result.answer).not.toBe(result.key);
      }
    }
    expect(faults).toBeGreaterThan(300);
  });

  it("differ from 500 single faults in their rewritings", () => {
    const choices = fc.array(fc.nat({ max: 1e6 }), { minLength: 1, maxLength: 4 });
    let seen = 0;
    fc.assert(
      fc.property(fc.constantFrom(...TEXTBOOK), choices, fc.nat({ max: 1e6 }), ([text, on], choices, fault) => {
        const key = formula(text);
        const faults = changedOnce(rewritten(key, choices), singleFault(Object.keys(on.symbols)));
        const faulty = faults[fault % faults.length];
        fc.pre(differ(faulty, key, on));
        const result = compare(faulty, key, on, generator(seen++));
        expect([toText(faulty), result.kind]).toEqual([toText(faulty), "different"]);
      }),
      { numRuns: 500 },
    );
    expect(seen).toBeGreaterThanOrEqual(500);
  });
});

function rewritten(tree: Expression, choices: number[]): Expression {
  for (const pick of choices) {
    const all = changedOnce(tree, sameFunction);
    tree = all[pick % all.length];
  }
  return tree;
}

/** Whether two formulas plainly differ at more than single points, judged without the rules under test. */
function differ(a: Expression, b: Expression, on: Domain): boolean {
  const random = generator(99);
  const points = Array.from({ length: 200 }, () => randomPoint(on, random));
  const apart = points.filter((point) => {
    const [x, y] = [evaluate(a, point), evaluate(b, point)];
    return Number.isFinite(x) !== Number.isFinite(y) || Math.abs(x - y) > 1e-6 * Math.abs(y);
  });
  return apart.length > 10;
}

/** Closes each "[ " by a "]" in place of its ")". */
function bracketsByPartner(text: string): string {
  const open: string[] = [];
  return [...text]
    .map((character) => {
      if (character === "[" || character === "(") open.push(character);
      return character === ")" || character === "]" ? (open.pop() === "[" ? "]" : ")") : character;
    })
    .join("");
}
