import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseFormula } from "#lib/expression/parse.ts";
import { toText } from "#lib/expression/to-text.ts";
import { anyExpression, read, VOCABULARY } from "./formulas.ts";

const invalid = (text: string, vocabulary = VOCABULARY) => {
  const parsed = parseFormula(text, vocabulary);
  if (parsed.kind === "formula") throw new Error(`${text} was read as ${toText(parsed.expression)}`);
  return { reason: parsed.reason, at: parsed.at, says: parsed.says };
};

describe("a formula as people type it", () => {
  it.each([
    ["σ(z)(1−σ(z))", "sigmoid(z)*(1 - sigmoid(z))"],
    ["sigma(z)*(1 - sigma(z))", "sigmoid(z)*(1 - sigmoid(z))"],
    ["logistic(z)", "sigmoid(z)"],
    ["ReLU(z)", "relu(z)"],
    ["1 - tanh(z)^2", "1 - tanh(z)^2"],
    ["1 - tanh^2(z)", "1 - tanh(z)^2"],
    ["1 − tanh²(z)", "1 - tanh(z)^2"],
    ["tanh² z", "tanh(z)^2"],
    ["tanh(z)²", "tanh(z)^2"],
    ["z*(1-z)", "z*(1 - z)"],
    ["z(1-z)", "z*(1 - z)"],
    ["yz", "y*z"],
    ["y z", "y*z"],
    ["2z", "2*z"],
    ["2e^z", "2*e^z"],
    ["2πz", "2*pi*z"],
    ["e^{-z}", "e^(-z)"],
    ["e^-z", "e^(-z)"],
    ["e⁻ᶻ", "e^(-z)"],
    ["exp(-z)", "exp(-z)"],
    ["-(y/p) + (1-y)/(1-p)", "-y/p + (1 - y)/(1 - p)"],
    ["−y/ŷ", "-y/yhat"],
    ["y·p", "y*p"],
    ["y×p", "y*p"],
    ["y ⊙ p", "y*p"],
    ["z**2", "z^2"],
    ["z²", "z^2"],
    ["z⁻¹", "z^(-1)"],
    ["√(y)", "sqrt(y)"],
    ["√y + ε", "sqrt(y) + epsilon"],
    ["|z|", "abs(z)"],
    ["||z|-1|", "abs(abs(z) - 1)"],
    ["2|z|y", "2*abs(z)*y"],
    ["|z||y|", "abs(z)*abs(y)"],
    ["[z{1-z}]", "z*(1 - z)"],
    ["½(y-p)²", "1/2*(y - p)^2"],
    ["ylog(p)", "y*log(p)"],
    ["y log p + (1-y) log(1-p)", "y*log(p) + (1 - y)*log(1 - p)"],
    ["log z^2", "log(z^2)"],
    ["log_2(z)", "log2(z)"],
    ["log₁₀(z)", "log10(z)"],
    ["max(0,z)", "max(0, z)"],
    ["max(0; z; 1.5)", "max(0, z, 1.5)"],
    ["max(0,5)", "max(0, 5)"],
    ["1[z>0]", "1[z > 0]"],
    ["1(z>0)", "1[z > 0]"],
    ["1{z ≥ 0}", "1[z >= 0]"],
    ["𝟙[z>0]", "1[z > 0]"],
    ["step(z>0)", "1[z > 0]"],
    ["indicator(y==p)", "1[y = p]"],
    ["y 1[z>0]", "y*1[z > 0]"],
    ["(z>0)*p", "1[z > 0]*p"],
    ["1[0<z≤6]", "1[0 < z]*1[z <= 6]"],
    [".5z + 5.", "0.5*z + 5"],
    ["1e-8", "1e-8"],
    ["+z", "z"],
    ["--z", "-(-z)"],
    ["y - -z", "y - (-z)"],
    ["y*-z", "y*(-z)"],
    ["ｚ＋𝑦", "z + y"],
    ["z\u2062y", "z*y"],
    ["\u200bz", "z"],
  ])("%s is read as %s", (text, meaning) => {
    expect(toText(read(text))).toBe(meaning);
  });

  it.each([
    ["\\frac{y}{p}", "y/p"],
    ["\\dfrac{1}{1+e^{-z}}", "1/(1 + e^(-z))"],
    ["\\frac{1}{2}z", "1/2*z"],
    ["\\sigma(z)\\left(1-\\sigma(z)\\right)", "sigmoid(z)*(1 - sigmoid(z))"],
    ["\\sqrt{y}", "sqrt(y)"],
    ["y\\cdot p", "y*p"],
    ["y\\,p", "y*p"],
    ["-y\\log\\hat{y}", "-y*log(yhat)"],
    ["\\hat y - y", "yhat - y"],
    ["\\ln(z)", "log(z)"],
    ["\\operatorname{ReLU}(z)", "relu(z)"],
    ["\\mathbb{1}[z \\ge 0]", "1[z >= 0]"],
    ["\\left|z\\right|", "abs(z)"],
    ["\\lvert z\\rvert", "abs(z)"],
    ["\\left|y\\left|z\\right|\\right|", "abs(y*abs(z))"],
    ["\\max\\{0, z\\}", "max(0, z)"],
    ["\\beta_{1}", "beta_1"],
    ["w_{\\text{prev}}", "w_prev"],
  ])("the LaTeX %s is read as %s", (text, meaning) => {
    expect(toText(read(text))).toBe(meaning);
  });

  it.each([
    ["W1", "W1"],
    ["W_1", "W1"],
    ["W_{1}", "W1"],
    ["W₁", "W1"],
    ["x_i", "x_i"],
    ["x_{i}", "x_i"],
    ["xᵢ", "x_i"],
    ["β1", "beta_1"],
    ["β₁", "beta_1"],
    ["beta1", "beta_1"],
    ["y_hat", "yhat"],
    ["ŷ", "yhat"],
    ["y\u0302", "yhat"],
    ["ϵ", "epsilon"],
  ])("%s names the symbol %s", (text, name) => {
    expect(read(text)).toEqual({ kind: "symbol", name });
  });

  it("takes powers from right to left and a leading minus last", () => {
    expect(read("-z^2")).toEqual({ kind: "negate", of: read("z^2") });
    expect(read("-z*y")).toEqual({ kind: "negate", of: read("z*y") });
    expect(read("2^3^2")).toEqual(read("2^(3^2)"));
    expect(read("z^-y^2")).toEqual(read("z^(-(y^2))"));
    expect(read("y/p/z")).toEqual(read("(y/p)/z"));
    expect(read("y-p-z")).toEqual(read("(y-p)-z"));
    expect(read("2z^2")).toEqual(read("2*(z^2)"));
    expect(read("2y/p")).toEqual(read("(2*y)/p"));
  });

  it("lets the question decide whether σ is a symbol or the logistic function", () => {
    expect(read("(z-μ)/σ", { symbols: ["z", "mu", "sigma"], functions: ["sigmoid"] })).toEqual(
      read("(z-mu)/sigma", { symbols: ["z", "mu", "sigma"], functions: [] }),
    );
    expect(toText(read("σ(1-z)", { symbols: ["sigma", "z"], functions: ["sigmoid"] }))).toBe("sigma*(1 - z)");
    expect(toText(read("e + 1", { symbols: ["e"], functions: [] }))).toBe("e + 1");
    expect(read("e", { symbols: ["e"], functions: [] })).toEqual({ kind: "symbol", name: "e" });
  });

  it("prefers a symbol of several letters to a product", () => {
    expect(read("yz", { symbols: ["y", "z", "yz"], functions: [] })).toEqual({ kind: "symbol", name: "yz" });
    expect(invalid("aab", { symbols: ["a", "b", "ab"], functions: [] })).toMatchObject({ reason: "ambiguous", at: 0 });
  });

  it.each([
    ["1/2 z", "“z” at character 5 was read as a factor beside the fraction, not below its line."],
    ["e^z y", "“y” at character 5 was read as a factor beside the power, not as part of its exponent."],
    ["e^-z/2", "“/” at character 5 was read as dividing the power, not its exponent."],
    ["log p * y", "“*” at character 7 was taken not to belong to the argument of “log” at character 1."],
    ["2e-3", "“2e-3” at character 1 was read as the number 0.002; for Euler's e, put a * before it."],
  ])("%s is read with a warning", (text, warning) => {
    expect(parseFormula(text, VOCABULARY)).toMatchObject({ kind: "formula", warnings: [warning] });
  });

  it.each(["1e-8 + z", "½z", "x_i^2y", "e²z", "z^2(1-z)", "\\frac{1}{2}\\,z"])("%s is read without one", (text) => {
    expect(parseFormula(text, VOCABULARY)).toMatchObject({ kind: "formula", warnings: [] });
  });
});

describe("a text that is no formula", () => {
  it.each([
    ["", "empty", 0],
    ["  \t", "empty", 0],
    ["\\,", "empty", 2],
    ["\u200b", "empty", 1],
    ["1/2z", "ambiguous", 3],
    ["y/p(1-p)", "ambiguous", 3],
    ["e^2z", "ambiguous", 3],
    ["e^-zy", "ambiguous", 3],
    ["1/yz", "ambiguous", 2],
    ["log p/y", "ambiguous", 5],
    ["log 2z", "ambiguous", 5],
    ["log p(1-p)", "ambiguous", 5],
    ["√z²", "ambiguous", 0],
    ["sin^-1(z)", "ambiguous", 0],
    ["0,5z", "decimal-comma", 1],
    ["exp(0,5)", "decimal-comma", 5],
    ["max(0,5,z)", "decimal-comma", 5],
    ["exp(z, y)", "wrong-arguments", 5],
    ["z, y", "wrong-arguments", 1],
    ["max(z)", "wrong-arguments", 6],
    ["exp", "missing-argument", 3],
    ["exp + 1", "missing-argument", 4],
    ["exp^{-z}", "ambiguous", 0],
    ["(z+1", "missing-bracket", 4],
    ["(z+1]", "missing-bracket", 4],
    ["z+1)", "missing-bracket", 3],
    ["|z", "missing-bracket", 2],
    ["\\frac12", "missing-bracket", 5],
    ["z+", "missing-operand", 2],
    ["*z", "missing-operand", 0],
    ["()", "missing-operand", 1],
    ["|z|y|", "missing-operand", 5],
    ["2 3", "missing-operator", 2],
    ["z 2", "missing-operator", 2],
    ["z>0", "unexpected", 1],
    ["\\sqrt[3]{z}", "unexpected", 0],
    ["q+1", "unknown-symbol", 0],
    ["σ'(z)", "unknown-symbol", 0],
    ["z + \\foo", "unknown-symbol", 4],
    ["z # 1", "unreadable-character", 2],
    ["1½", "unreadable-character", 1],
    ["∑z", "unreadable-character", 0],
    ["z + 1e999", "too-large", 4],
    ["dL/dz = p - y", "equation", 6],
    ["y".repeat(501), "too-long", 500],
    [`${"(".repeat(60)}z${")".repeat(60)}`, "too-deep", 51],
    [`${"-".repeat(60)}z`, "too-deep", 51],
    [`${"z^".repeat(60)}z`, "too-deep", 102],
  ])("%j is refused as %s at %d", (text, reason, at) => {
    expect(invalid(text)).toMatchObject({ reason, at });
  });

  it("names the nearest symbol or function, and all symbols", () => {
    const all = "The symbols here are z, y, p, yhat, W1, x_i, beta_1, epsilon, w_prev.";
    expect(invalid("yhta").says).toBe(`“yhta” at character 1 is not known here. Did you mean yhat? ${all}`);
    expect(invalid("1 + sigmod(z)").says).toBe(
      `“sigmod” at character 5 is not known here. Did you mean sigmoid? ${all}`,
    );
    expect(invalid("w1").says).toBe(`“w1” at character 1 is not known here. Did you mean W1? ${all}`);
    expect(invalid("q", { symbols: ["z"], functions: [] }).says).toBe(
      "“q” at character 1 is not known here. The only symbol here is z.",
    );
    expect(invalid("q", { symbols: ["z", "y"], functions: [] }).says).toBe(
      "“q” at character 1 is not known here. The symbols here are z, y.",
    );
  });

  it("says which functions are allowed, for bars and comparisons too", () => {
    const plain = { symbols: ["z"], functions: ["exp", "log"] as const };
    expect(invalid("1 + tanh(z)", plain)).toMatchObject({
      reason: "disallowed-function",
      at: 4,
      says: "“tanh” at character 5, the function tanh, may not be used here; allowed are exp, log.",
    });
    expect(invalid("|z|", plain)).toMatchObject({ reason: "disallowed-function", at: 0 });
    expect(invalid("√z", plain)).toMatchObject({ reason: "disallowed-function", at: 0 });
    expect(invalid("1[z>0]", plain)).toMatchObject({ reason: "disallowed-function", at: 3 });
    expect(invalid("σ(z)", plain)).toMatchObject({ reason: "disallowed-function", at: 0 });
  });

  it("counts places in the original text, in characters", () => {
    expect(invalid("𝑧² + q")).toEqual({
      reason: "unknown-symbol",
      at: 6,
      says: expect.stringContaining("“q” at character 6 "),
    });
  });

  it("never throws, whatever is typed", () => {
    const pieces = fc.constantFrom(
      ..."z y W1 ŷ σ 1 2e ( ) [ ] { } | + - − * / ^ ² ⁻¹ ₁ , ; = > 1[ \\frac \\sqrt \\left| \\hat \\hat{ _ ' √ exp max( log 1/ ½ \\ $ # é".split(
        " ",
      ),
      " ",
      "__proto__",
      "constructor",
      "\ud800",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.array(pieces, { maxLength: 30 }).map((all) => all.join("")),
    );
    fc.assert(
      fc.property(text, (garbage) => {
        const parsed = parseFormula(garbage, VOCABULARY);
        if (parsed.kind === "formula") expect(toText(parsed.expression)).not.toBe("");
        else expect(parsed.at).toBeLessThanOrEqual(garbage.length);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("plain text", () => {
  it("is read back as the tree it was written from", () => {
    fc.assert(
      fc.property(anyExpression, (expression) => {
        const text = toText(expression);
        fc.pre(text.length <= 500);
        expect(read(text)).toEqual(expression);
      }),
      { numRuns: 500 },
    );
  });
});
