import { describe, expect, test } from "vitest";
import { float32, integers, list } from "#lib/challenge/argument.ts";
import { CaseBuilder } from "#lib/challenge/case.ts";
import type { Language } from "#lib/challenge/language.ts";
import { showArray, showNumber, showPair, showSteps, showValue } from "#lib/challenge/show.ts";

function shown(build: (c: CaseBuilder) => void, language: Language): string[] {
  const builder = new CaseBuilder("case0_");
  build(builder);
  return showSteps(builder.steps, builder.steps.length - 1, language);
}

describe("calls as code", () => {
  const call = (c: CaseBuilder) =>
    c.call("log_sum_exp", [[1, -2.5]], 0.1, true, integers([2]), float32([1]), list("a"));

  test("in Python", () => {
    expect(shown(call, "python")).toEqual([
      'log_sum_exp(np.array([[1., -2.5]]), 0.1, True, np.array([2]), np.array([1.], dtype=np.float32), ["a"])',
    ]);
  });

  test("in TypeScript", () => {
    expect(shown(call, "typescript")).toEqual(['logSumExp([[1, -2.5]], 0.1, true, [2], [1], ["a"])']);
  });

  const objects = (c: CaseBuilder) => {
    const layer = c.make("DenseLayer", 2);
    const other = c.make("DenseLayer", 3);
    layer.call("add_to", other);
    other.read("d_weights");
  };

  test("objects that stay have names", () => {
    expect(shown(objects, "python")).toEqual([
      "dense_layer = DenseLayer(2)",
      "dense_layer2 = DenseLayer(3)",
      "dense_layer.add_to(dense_layer2)",
      "dense_layer2.d_weights",
    ]);
    expect(shown(objects, "typescript")).toEqual([
      "const denseLayer = new DenseLayer(2)",
      "const denseLayer2 = new DenseLayer(3)",
      "denseLayer.addTo(denseLayer2)",
      "denseLayer2.dWeights",
    ]);
  });

  test("a call may be shown as other lines", () => {
    const build = (c: CaseBuilder) => void c.call("harness.run").shownAs("a = 1\nb = a", "const a = 1");
    expect(shown(build, "python")).toEqual(["a = 1", "b = a"]);
  });
});

test("numbers are short, with signs as people write them", () => {
  expect([0.1 + 0.2, -3, 1e-7, NaN, -Infinity].map((x) => showNumber(x))).toEqual(["0.3", "−3", "1e−7", "NaN", "−∞"]);
  expect(showPair(1.00000001, 1)).toEqual(["1.00000001", "1"]);
});

test("arrays are nested, long ones cut", () => {
  expect(showArray([2, 2], [1, 2, 3, 4])).toBe("[[1, 2], [3, 4]]");
  expect(showArray([200], Array(200).fill(7))).toBe("[7, 7, 7, 7, 7, 7, 7, 7, …] (200 numbers)");
});

test("values are said in the language's words", () => {
  expect(showValue(null, "python")).toBe("None");
  expect(showValue(true, "python")).toBe("True");
  expect(showValue({ kind: "opaque", type: "undefined" }, "typescript")).toBe("undefined");
  expect(showValue({ kind: "tuple", items: [1, "b"] }, "python")).toBe('(1, "b")');
  expect(showValue({ kind: "table", entries: [["w", 2]] }, "python")).toBe('{"w": 2}');
});
