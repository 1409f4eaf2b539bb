import { readdirSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "#lib/grade/answer.ts";
import { mark } from "#lib/grade/mark.ts";
import type { Program } from "#lib/item/program.ts";
import { drawVariant } from "#lib/item/program-variant.ts";
import { PublicQuestion, type Variant } from "#lib/item/question.ts";

const SEEDS = Array.from({ length: 200 }, (_, i) => i * 7919 + 1);
const content = new URL("../../../content/", import.meta.url);
const files = readdirSync(content, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".items.ts"));
const programs = (
  await Promise.all(files.map((file): Promise<Record<string, Program>> => import(new URL(file, content).href)))
).flatMap((module) => Object.values(module));

describe.each(programs)("$item over 200 seeds", (program) => {
  let drawn: ReturnType<typeof drawVariant>[];
  beforeAll(() => {
    drawn = SEEDS.map((seed) => drawVariant(program, seed));
  });

  it("accepts at least half of its draws", () => {
    const draws = drawn.reduce((sum, { draws }) => sum + draws, 0);
    expect(SEEDS.length / draws).toBeGreaterThanOrEqual(0.5);
  });

  it("draws the same question for the same seed, and different ones for different seeds", () => {
    expect(drawVariant(program, SEEDS[3]).variant).toEqual(drawn[3].variant);
    const prompts = new Set(drawn.map(({ variant }) => JSON.stringify(variant.question)));
    expect(prompts.size).toBeGreaterThan(program.kind === "choice" ? 5 : 50);
  });

  it("marks its key right, also rounded to the decimals that decide", () => {
    for (const { variant } of drawn)
      for (const answer of [keyOf(variant), rounded(variant)])
        expect(mark(answer, variant)).toMatchObject({ outcome: "right" });
  });

  it("marks every mal-rule wrong and diagnoses it as its misconception", () => {
    const seen = new Set<string>();
    for (const { variant } of drawn) {
      for (const { answer, misconception } of wrongAnswers(variant)) {
        expect(mark(answer, variant), JSON.stringify({ seed: variant.seed, answer, misconception })).toMatchObject({
          outcome: "wrong",
          diagnosis: { misconception },
        });
        seen.add(misconception);
      }
    }
    const declared = Object.entries(program.ask.malRules).map(([rule, { misconception }]) => misconception ?? rule);
    expect([...seen].sort()).toEqual([...new Set(declared)].sort());
  });

  it("finds garbage invalid", () => {
    for (const text of ["", "abc", "1/0", "NaN", "1e999", "x".repeat(10_000)])
      expect(mark(inKindOf(drawn[0].variant, text), drawn[0].variant)).toMatchObject({ outcome: "invalid" });
  });

  it("shows no more than a public question, in finished words", () => {
    for (const { variant } of drawn) {
      expect(PublicQuestion.parse(variant.question)).toEqual(variant.question);
      const { question, solution } = variant;
      const said = "malOutcomes" in solution ? solution.malOutcomes.map((mal) => mal.says) : [];
      for (const text of [question.prompt, ...said])
        expect(text).not.toMatch(/undefined|NaN|Infinity|\[object|[-+] [-+] ?\d|--\d|\+-\d/);
    }
  });
});

function keyOf({ solution }: Variant): Answer {
  switch (solution.kind) {
    case "numeric":
      return { kind: "numeric", text: String(solution.key) };
    case "tensor":
      return { kind: "tensor", cells: solution.key.map((row) => row.map(String)) };
    case "choice":
      return { kind: "choice", option: solution.key };
    default:
      throw new Error(`a program can't be a ${solution.kind}`);
  }
}

function rounded(variant: Variant): Answer {
  const { question, solution } = variant;
  if (question.kind === "numeric" && solution.kind === "numeric")
    return { kind: "numeric", text: solution.key.toFixed(question.decimals ?? 0) };
  if (question.kind === "tensor" && solution.kind === "tensor")
    return { kind: "tensor", cells: solution.key.map((row) => row.map((x) => x.toFixed(question.decimals))) };
  return keyOf(variant);
}

/** A value written out in full: a bare 0 or 0.3 could be the rounding of much else. */
function written(value: number, question: PublicQuestion): string {
  const whole = question.kind === "numeric" && question.decimals === null;
  return !whole && Number.isInteger(value * 1e6) ? value.toFixed(10) : String(value);
}

function wrongAnswers({ question, solution }: Variant): { answer: Answer; misconception: string }[] {
  switch (solution.kind) {
    case "numeric":
      return solution.malOutcomes.map(({ value, misconception }) => ({
        answer: { kind: "numeric", text: written(value as number, question) },
        misconception,
      }));
    case "tensor":
      return solution.malOutcomes
        .map(({ value, misconception }) => ({ cells: value as number[][], misconception }))
        .filter(
          ({ cells }) => question.kind === "tensor" && `${cells.length},${cells[0].length}` === String(question.shape),
        )
        .map(({ cells, misconception }) => ({
          answer: { kind: "tensor", cells: cells.map((row) => row.map((x) => written(x, question))) },
          misconception,
        }));
    case "choice":
      return solution.options.flatMap(({ misconception }, option) =>
        misconception === undefined ? [] : [{ answer: { kind: "choice", option }, misconception }],
      );
    default:
      return [];
  }
}

function inKindOf(variant: Variant, text: string): Answer {
  const answer = keyOf(variant);
  if (answer.kind === "tensor") return { kind: "tensor", cells: answer.cells.map((row) => row.map(() => text)) };
  return answer.kind === "numeric" ? { kind: "numeric", text } : { kind: "choice", option: 99 };
}

it("the bank's list of programs has every program of the content", async () => {
  const { programs: listed } = await import("#content/programs.ts");
  expect(listed.map(({ item }) => item).toSorted()).toEqual(programs.map(({ item }) => item).toSorted());
});
