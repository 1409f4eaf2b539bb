import katex from "katex";
import { describe, expect, it } from "vitest";
import { programOf, programs } from "#content/programs.ts";
import { type Explored, explore } from "#lib/item/explore.ts";
import { type Given, givens, type Numbers } from "#lib/item/givens.ts";
import { type Program, program } from "#lib/item/program.ts";
import { makeVariant } from "#lib/item/variant.ts";

const adam = programOf("adam/adam-step") as Program;
const collapse = programOf("nonlinearity/collapse") as Program;
const counting = programOf("mini-batches/counting-steps") as Program;

function explored(item: Program, edits: Parameters<typeof explore>[2], seed = 1): Explored {
  const result = explore(item, seed, edits);
  if (result.kind === "impossible") throw new Error(result.message);
  return result;
}

const why = (item: Program, edits: Parameters<typeof explore>[2]) => {
  const result = explore(item, 1, edits);
  return result.kind === "impossible" ? result.message : result.kind;
};

describe("what may be changed", () => {
  it("are the values the prompt gives, by the names it gives them", () => {
    expect(givens(adam, 1).map(({ name, symbol, value, whole }) => [name, symbol, value, whole])).toEqual([
      ["t", "t", 3, true],
      ["lr", String.raw`\eta`, 0.05, false],
      ["wPrev", "w", -0.3, false],
      ["mPrev", "m_{t-1}", 0.062, false],
      ["vPrev", "v_{t-1}", 0.00064936, false],
      ["g", "g_t", 0.2, false],
    ]);
    expect(givens(collapse, 1)[0]).toMatchObject({ name: "W1", symbol: "W_1", least: -1e6, most: 1e6 });
  });

  it("includes numbers within a list", () => {
    const units = programOf("saturation/least-gradient") as Program;
    expect(givens(units, 1).map(({ name, symbol }) => [name, symbol])).toEqual([
      ["units.0.z", "z_{1}"],
      ["units.1.z", "z_{2}"],
      ["units.2.z", "z_{3}"],
      ["units.3.z", "z_{4}"],
    ]);
    expect(explored(units, { "units.0.z": -4 }).prompt).toContain("-4");
  });
});

describe("changing a value", () => {
  it("lets every step follow, and every mal-rule", () => {
    const before = explored(adam, {});
    const { prompt, trace, key, outcomes, givens: now } = explored(adam, { g: 0 });
    expect(prompt).toContain("g_{3} = 0");
    expect(now.at(-1)).toMatchObject({ name: "g", value: 0 });
    expect(trace[0]).toMatchObject({ name: "m", value: expect.closeTo(0.0558, 12) });
    expect(key).toBe(trace.at(-1)?.value);
    expect(key).not.toBe(before.key);
    expect(outcomes.map(({ rule }) => rule)).toContain("no-bias-correction");
    for (const { rule, value } of outcomes)
      expect([rule, value]).not.toEqual([rule, before.outcomes.find((one) => one.rule === rule)?.value]);
  });

  it("says nothing against a mal-rule that gives the same here", () => {
    const zero = explored(collapse, { b1: [0, 0] });
    const lost = zero.outcomes.find(({ rule }) => rule === "first-bias-lost");
    expect(lost?.value).toEqual(zero.key);
    expect(lost?.says).toBeUndefined();
    expect(explored(collapse, {}).outcomes.find(({ rule }) => rule === "first-bias-lost")?.says).toContain("kept only");
  });

  it("shows a choice's values as its options say them", () => {
    const regime = programOf("gradient-descent/regime") as Program;
    expect(explored(regime, { a: 1, lr: 0.25 }).key).toMatch(/^it /);
    expect(explored(regime, { a: 1, lr: 2 }).key).toContain("changing sides");
  });

  it("does not change the question itself", () => {
    explored(adam, { g: 0.7, lr: 1 });
    expect(explored(adam, {}).trace).toEqual((makeVariant(adam, 1).solution as { trace: unknown }).trace);
  });
});

describe("values that make no question", () => {
  it("are refused in words", () => {
    expect(why(adam, { g: Number.NaN })).toBe("$g_t$ needs finite numbers.");
    expect(why(adam, { g: Number.POSITIVE_INFINITY })).toBe("$g_t$ needs finite numbers.");
    expect(why(adam, { g: 1e308 })).toBe("$g_t$ has to lie between -1000000 and 1000000.");
    expect(why(adam, { vPrev: -1 })).toBe("$v_{t-1}$ has to lie between 0 and 1000000.");
    expect(why(adam, { t: 2.5 })).toBe("$t$ counts something and has to be whole.");
    expect(why(adam, { t: 65 })).toBe("$t$ has to lie between 2 and 64.");
    expect(why(counting, { batch: 1.5 })).toBe(String.raw`$\text{batch size}$ counts something and has to be whole.`);
    expect(why(adam, { g: "0.2" })).toBe("$g_t$ is one number, and it has to stay so.");
    expect(why(adam, { g: null })).toBe("$g_t$ is one number, and it has to stay so.");
    expect(why(adam, { g: [0.2] })).toBe("$g_t$ is one number, and it has to stay so.");
    expect(why(collapse, { b1: [1, 2, 3] })).toBe("$b_1$ is a list of 2 numbers, and it has to stay so.");
    expect(why(collapse, { b1: [1, null] })).toBe("$b_1$ needs finite numbers.");
    expect(why(collapse, { W1: [[1, 2], [3]] })).toBe("$W_1$ is a 2×2 grid, and it has to stay so.");
    expect(why(collapse, { W1: 1 })).toBe("$W_1$ is a 2×2 grid, and it has to stay so.");
    expect(why(collapse, { W1: [[[1]], [[2]]] })).toBe("$W_1$ is a 2×2 grid, and it has to stay so.");
  });

  it("have names that the question has", () => {
    expect(why(adam, { past: [1] })).toBe("This question has no value called “past”.");
    expect(why(adam, { w: 1 })).toBe("This question has no value called “w”.");
    expect(why(adam, { constructor: 1 })).toBe("This question has no value called “constructor”.");
    expect(why(adam, JSON.parse('{ "__proto__": 1 }'))).toBe("This question has no value called “__proto__”.");
    expect(why(adam, { "toString.length": 1 })).toBe("This question has no value called “toString.length”.");
  });

  it("are told by the program where they belong together", () => {
    const softmax = programOf("softmax/softmax-backward") as Program;
    expect(why(softmax, { p: [0.5, 0.5, 0.5] })).toBe("The probabilities have to add up to 1.");
    expect(why(softmax, { p: [0.25, 0.25, 0.5] })).toBe("explored");
  });

  it("are told when a step has no finite value, or none at all", () => {
    expect(why(adam, { g: 0, vPrev: 0 })).toMatch(/^With these values a step has no finite value: \$/);
    const picky = program({ id: "a", concept: "b", version: 1, title: "", draw: () => ({ x: 1 }), prompt: () => "?" })
      .step("y", "y", ({ x }) => {
        if (x > 5) throw new RangeError("too much");
        return x;
      })
      .asksNumber({ step: "y", label: "y", malRules: {} });
    expect(why(picky, { x: 6 })).toBe("With these values the computation has no result.");
  });
});

/** Small changes of a given: scaled, moved, its entries in another order, or another value of the question. */
function changes({ value, whole }: Given, others: number[]): Numbers[] {
  const apply = (change: (x: number) => number): Numbers => {
    const one = (x: number) => (whole ? Math.round(change(x)) : change(x));
    if (typeof value === "number") return one(value);
    return value.map((x) => (Array.isArray(x) ? x.map(one) : one(x))) as Numbers;
  };
  const shifts = [(x: number) => 1.05 * x, (x: number) => 0.95 * x, (x: number) => x + 1, (x: number) => x - 1];
  return [...shifts.map(apply), ...(typeof value === "number" ? others : [value.toReversed() as Numbers])];
}

const named = programs.map((one) => [one.item, one] as const);

describe("every program's givens", () => {
  it.each(named)("leave %s as it is when nothing is changed", (_, one) => {
    for (const seed of [0, 1, 2]) {
      const { question, solution } = makeVariant(one, seed);
      if (!("trace" in solution)) throw new Error(solution.kind);
      const { prompt, trace, outcomes } = explored(one, {}, seed);
      expect(prompt).toBe(question.prompt);
      expect(trace).toEqual(solution.trace);
      if (solution.kind === "numeric")
        expect(outcomes.map(({ value }) => value)).toEqual(solution.malOutcomes.map(({ value }) => value));
    }
  });

  it.each(named)("each change the prompt or a step of %s when changed a little", (_, one) => {
    const before = explored(one, {});
    const list = givens(one, 1);
    const others = list.flatMap(({ value }) => [value].flat(2));
    for (const given of list) {
      const results = changes(given, others).map((value) => explore(one, 1, { [given.name]: value }));
      const followed = results.filter((result) => result.kind === "explored");
      const moved = followed.some(
        ({ prompt, trace }) => prompt !== before.prompt || JSON.stringify(trace) !== JSON.stringify(before.trace),
      );
      expect([given.name, moved]).toEqual([given.name, true]);
      for (const { prompt } of followed) expect(prompt).not.toMatch(/undefined|NaN|Infinity|\+ -|- -/);
    }
  });

  it("are none only where the question is a story", () => {
    expect(programs.filter((one) => givens(one, 1).length === 0).map(({ item }) => item)).toEqual([
      "choosing-activations/output-activation",
    ]);
  });

  it.each(named)("of %s have symbols that render and differ", (_, one) => {
    const symbols = givens(one, 1).map(({ symbol }) => symbol);
    expect(new Set(symbols).size).toBe(symbols.length);
    for (const symbol of symbols)
      expect(() => katex.renderToString(symbol, { throwOnError: true, strict: "error" }), symbol).not.toThrow();
  });

  it.each(named)("of %s go to their bounds without a throw, within 50 ms of work", (_, one) => {
    for (const given of givens(one, 1))
      for (const end of [given.least, given.most]) {
        const value =
          typeof given.value === "number" ? end : given.value.map((x) => (Array.isArray(x) ? x.map(() => end) : end));
        // Processor time and the fastest of three: other work on the machine must not decide.
        const times = [1, 2, 3].map(() => {
          const start = process.cpuUsage();
          expect(["explored", "impossible"]).toContain(explore(one, 1, { [given.name]: value }).kind);
          const { user, system } = process.cpuUsage(start);
          return (user + system) / 1000;
        });
        expect(Math.min(...times)).toBeLessThan(50);
      }
  });
});
