import { describe, expect, it } from "vitest";
import { symbolOf } from "#lib/item/symbol.ts";

describe("a parameter's symbol", () => {
  it.each([
    ["lr", String.raw`\eta`],
    ["lr1", String.raw`\eta_1`],
    ["beta1", String.raw`\beta_1`],
    ["alpha", String.raw`\alpha`],
    ["mHat", String.raw`\hat m`],
    ["mPrev", "m_{t-1}"],
    ["wPrev", "w"],
    ["W1", "W_1"],
    ["dW", "dW"],
    ["T", "T"],
  ])("of %s is %s", (name, symbol) => {
    expect(symbolOf(name)).toBe(symbol);
  });

  it("is its words where it has no letter", () => {
    expect(symbolOf("leastInput")).toBe(String.raw`\text{least input}`);
    expect(symbolOf("constructor")).toBe(String.raw`\text{constructor}`);
  });
});
