import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toTex } from "#lib/expression/to-tex.ts";
import { texError } from "#lib/text/formulas.ts";
import { anyExpression, read } from "./formulas.ts";

describe("a formula drawn as it was read", () => {
  it.each([
    ["z(1-z)", "z\\cdot \\left(1-z\\right)"],
    ["σ(z)(1-σ(z))", "\\sigma\\left(z\\right)\\left(1-\\sigma\\left(z\\right)\\right)"],
    ["yz", "y\\,z"],
    ["2(1-z)", "2\\left(1-z\\right)"],
    ["z*2", "z\\cdot 2"],
    ["2*3", "2\\cdot 3"],
    ["2*(1/3)", "2\\cdot \\frac{1}{3}"],
    ["2*1[z>0]", "2\\cdot \\mathbf{1}\\left[z>0\\right]"],
    ["1/2 z", "\\frac{1}{2}\\,z"],
    ["1/(2z)", "\\frac{1}{2\\,z}"],
    ["-y/ŷ", "-\\frac{y}{\\hat{y}}"],
    ["(-y)/p", "\\frac{-y}{p}"],
    ["y*(-p)", "y\\cdot \\left(-p\\right)"],
    ["y-(p-z)", "y-\\left(p-z\\right)"],
    ["(y/p)^2", "\\left(\\frac{y}{p}\\right)^{2}"],
    ["tanh²(z)", "\\tanh^{2}\\left(z\\right)"],
    ["log(z)^2", "\\left(\\ln\\left(z\\right)\\right)^{2}"],
    ["sqrt(z)^2", "\\left(\\sqrt{z}\\right)^{2}"],
    ["e^(-z²/2)", "e^{-\\frac{z^{2}}{2}}"],
    ["W1 x_i", "W_{1}\\,x_{i}"],
    ["β₁ w_prev", "\\beta_{1}\\,w_{\\mathrm{prev}}"],
    ["max(0, z)", "\\max\\left(0,\\,z\\right)"],
    ["relu(z)", "\\operatorname{relu}\\left(z\\right)"],
    ["log2(z)", "\\log_2\\left(z\\right)"],
    ["0.0000001", "1\\cdot 10^{-7}"],
    ["2π", "2\\,\\pi "],
  ])("%s becomes %s", (text, tex) => {
    expect(toTex(read(text))).toBe(tex);
  });

  it("names the logistic function in full where σ is a symbol", () => {
    const vocabulary = { symbols: ["sigma", "z", "yhat_i", "W1'"], functions: ["sigmoid"] as const };
    expect(toTex(read("sigmoid(z)/σ", vocabulary))).toBe("\\frac{\\operatorname{sigmoid}\\left(z\\right)}{\\sigma }");
    expect(toTex(read("σ(1-z)", vocabulary))).toBe("\\sigma \\cdot \\left(1-z\\right)");
    expect(toTex(read("ŷ_i W₁'", vocabulary))).toBe("\\hat{y}_{i}\\,W_{1}'");
  });

  it("is accepted by KaTeX at its strictest, and read back as the same tree", () => {
    fc.assert(
      fc.property(anyExpression, (expression) => {
        const tex = toTex(expression);
        fc.pre(tex.length <= 500);
        expect(texError(tex)).toBe(null);
        expect(read(tex)).toEqual(expression);
      }),
      { numRuns: 300 },
    );
  });
});
