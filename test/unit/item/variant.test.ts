import { describe, expect, it } from "vitest";
import { passGradientThrough, tensor } from "#engine/index.ts";
import { program } from "#lib/item/program.ts";
import { drawVariant } from "#lib/item/program-variant.ts";
import { PublicQuestion } from "#lib/item/question.ts";
import { BrokenItemError } from "#lib/item/run.ts";
import type { DataItem } from "#lib/item/schema.ts";
import { ChoiceItem } from "#lib/kind/choice.ts";
import { makeVariant } from "#lib/item/variant.ts";

const source = { file: "content/a/b.md", line: 3, hash: "0" };
const choice = ChoiceItem.parse({
  id: "b/c",
  version: 1,
  concept: "b",
  title: "which",
  rule: "authored",
  source,
  kind: "choice",
  stem: "Which?",
  options: [
    { text: "right", correct: true, why: "it is" },
    ...["one", "two", "three", "four"].map((text) => ({ text, misconception: `m-${text}`, why: `not ${text}` })),
  ],
});

const doubled = (id = "doubled") =>
  program({
    id,
    concept: "sums",
    version: 4,
    title: "twice",
    draw: (dice) => ({ x: dice.integer(1, 50) }),
    prompt: ({ x }) => `Twice ${x}?`,
  }).step("y", "2x", ({ x }) => 2 * x);

describe("a choice variant", () => {
  const variants = Array.from({ length: 200 }, (_, seed) => makeVariant(choice, seed));

  it("shows the right option and three others, in an order of its own", () => {
    const keys = new Map<number, number>();
    for (const { question, solution } of variants) {
      if (question.kind !== "choice" || solution.kind !== "choice") throw new Error(question.kind);
      expect(question.options).toHaveLength(4);
      expect(question.options[solution.key]).toBe("right");
      expect(solution.options[solution.key].why).toBe("it is");
      keys.set(solution.key, (keys.get(solution.key) ?? 0) + 1);
    }
    for (let position = 0; position < 4; position++) expect(keys.get(position)).toBeGreaterThan(25);
  });

  it("is the same for the same seed", () => {
    expect(makeVariant(choice, 7)).toEqual(variants[7]);
  });
});

describe("the public question", () => {
  it("has nothing of the solution", () => {
    const recall: DataItem = {
      ...choice,
      kind: "recall",
      stem: "Why?",
      answer: "Because of the secret.",
      rubric: ["the secret"],
    };
    const cloze: DataItem = { ...choice, kind: "cloze", text: "It is [[1]].", blanks: [["the secret"]] };
    for (const item of [recall, cloze]) {
      const { question } = makeVariant(item, 1);
      expect(PublicQuestion.parse(question)).toEqual(question);
      expect(JSON.stringify(question)).not.toContain("secret");
    }
    const { question } = makeVariant(choice, 1);
    expect(JSON.stringify(question)).not.toMatch(/m-one|not one|it is|correct/);
  });

  it("refuses anything beyond what is shown", () => {
    const { question } = makeVariant(choice, 1);
    expect(PublicQuestion.safeParse({ ...question, key: 0 }).success).toBe(false);
  });
});

describe("a program", () => {
  it("yields key, trace and what each mal-rule makes of it", () => {
    const item = doubled().asksNumber({
      step: "y",
      label: "y",
      malRules: {
        squared: {
          steps: { y: ({ x }) => x ** 2 },
          notes: { y: "squared" },
          says: (s, wrong) => `${s.y} not ${wrong.y}`,
        },
      },
    });
    const { question, solution, version } = makeVariant(item, 5);
    if (solution.kind !== "numeric") throw new Error(solution.kind);
    const x = solution.key / 2;
    expect(version).toBe(4);
    expect(question.prompt).toBe(`Twice ${x}?`);
    expect(solution.trace).toEqual([{ name: "y", tex: "2x", value: 2 * x }]);
    expect(solution.malOutcomes).toEqual([
      {
        rule: "squared",
        misconception: "squared",
        value: x ** 2,
        says: `${2 * x} not ${x ** 2}`,
        notes: [{ step: "y", note: "squared", value: x ** 2 }],
      },
    ]);
  });

  it("redraws where a mal-rule can't be told from the key", () => {
    const item = doubled().asksNumber({
      step: "y",
      label: "y",
      malRules: { squared: { steps: { y: ({ x }) => x ** 2 }, says: () => "" } },
    });
    for (let seed = 0; seed < 200; seed++) {
      const { solution } = makeVariant(item, seed);
      expect(solution).not.toMatchObject({ key: 4 });
    }
  });

  it("is broken when no draw separates, and when the engine disagrees", () => {
    const same = doubled().asksNumber({
      step: "y",
      label: "y",
      malRules: { same: { steps: { y: (s) => 2 * s.x + 1e-6 }, says: () => "" } },
    });
    expect(() => makeVariant(same, 1)).toThrow(BrokenItemError);
    const disagreeing = doubled().asksNumber({ step: "y", label: "y", malRules: {}, engine: ({ x }) => tensor(3 * x) });
    expect(() => makeVariant(disagreeing, 1)).toThrow(/sums\/doubled: steps give \d+ but the engine gives \d+/);
  });

  it("passes over draws whose key is only what rounding left", () => {
    const near = program({
      id: "near",
      concept: "sums",
      version: 1,
      title: "near",
      // Parameters may be lists, too.
      draw: (dice) => ({ x: dice.integer(0, 1), rows: [[0.1, 0.2]] }),
      prompt: () => "?",
    })
      .step("sum", "s", ({ x, rows: [[a, b]] }) => x + a + b)
      .step("y", "y", ({ sum }) => sum - 0.3)
      .asksNumber({ step: "y", label: "y", malRules: {}, engine: ({ x }) => tensor(x) });
    const variants = Array.from({ length: 40 }, (_, seed) => drawVariant(near, seed));
    for (const { variant } of variants) expect(variant.solution).toMatchObject({ key: expect.closeTo(1, 9) });
    expect(variants.some(({ draws }) => draws > 1)).toBe(true);
  });

  it("leaves out a mal-rule where it makes no sense", () => {
    const item = doubled().asksNumber({
      step: "y",
      label: "y",
      malRules: { odd: { when: ({ x }) => x % 2 === 1, steps: { y: () => 0 }, says: () => "" } },
    });
    for (let seed = 0; seed < 50; seed++) {
      const { solution } = makeVariant(item, seed);
      if (solution.kind !== "numeric") throw new Error(solution.kind);
      expect(solution.malOutcomes).toHaveLength((solution.key / 2) % 2);
    }
  });

  it("measures the tolerance on the change where one is named", () => {
    const item = doubled().asksNumber({ step: "y", label: "y", malRules: {}, changeFrom: (s) => s.y - 0.5 });
    expect(makeVariant(item, 1).solution).toMatchObject({ tolerance: expect.closeTo(0.0005, 8) });
  });

  it("makes the engine's own operations faulty for one mal-rule and for nothing else", () => {
    const relu = program({
      id: "relu",
      concept: "sums",
      version: 1,
      title: "gate",
      draw: (dice) => ({ x: -dice.integer(1, 9), u: dice.integer(1, 9) }),
      prompt: () => "?",
    })
      .step("dx", "dx", ({ x, u }) => {
        const input = tensor([x], { requiresGrad: true });
        input.relu().mul(u).sum().backward();
        return (input.grad as NonNullable<typeof input.grad>).sum().itemSync();
      })
      .asksNumber({
        step: "dx",
        label: "dx",
        malRules: { "no-relu-gate": { faults: { relu: { backward: passGradientThrough } }, says: () => "" } },
      });
    const { solution } = drawVariant(relu, 3).variant;
    if (solution.kind !== "numeric") throw new Error(solution.kind);
    expect(solution.key).toBe(0);
    expect(solution.malOutcomes[0].value).toBeGreaterThan(0);
  });
});
