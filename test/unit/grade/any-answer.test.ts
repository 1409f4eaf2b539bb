import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { programs } from "#content/programs.ts";
import { notesToBank } from "#lib/bank/bank.ts";
import { Answer, type AnswerOf } from "#lib/grade/answer.ts";
import { keyOf } from "#lib/grade/key.ts";
import { mark } from "#lib/grade/mark.ts";
import type { Marked } from "#lib/grade/verdict.ts";
import { Dice } from "#lib/item/dice.ts";
import type { Variant } from "#lib/item/question.ts";
import { makeVariant } from "#lib/item/variant.ts";
import { type KindName, kinds } from "#lib/kind/kinds.ts";
import { contentFiles } from "../../../scripts/content-files.ts";

const RUNS = 500;
const VARIANTS_OF_A_KIND = 40;

const data = notesToBank(contentFiles(".md", ".yml")).items;
const everything = [...programs, ...data];

/** Real questions of the kind, from as many items as there are. */
function variantsOf(kind: KindName): Variant[] {
  const items = everything.filter((item) => item.kind === kind);
  const dice = new Dice(7);
  return Array.from({ length: VARIANTS_OF_A_KIND }, (_, i) =>
    makeVariant(items[i % items.length], dice.integer(1, 1_000_000)),
  );
}

const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.double().map(String),
  fc
    .array(
      fc.constantFrom("1", "0", ".", ",", "-", "−", "e", "/", "(", ")", "^", "x", "z", "σ", "tanh", " ", "\\", "%"),
      {
        maxLength: 14,
      },
    )
    .map((all) => all.join("")),
  fc.constantFrom("", " ", "NaN", "Infinity", "-0", "1e999", "1/0", "0x10", "٣", "½", "1e-400", "9".repeat(300)),
);
const whole = fc.oneof(fc.integer({ min: -2, max: 12 }), fc.integer());
const anyOf: { [K in KindName]: fc.Arbitrary<unknown> } = {
  bug: fc.record({ line: whole }),
  choice: fc.record({ option: whole }),
  cloze: fc.record({ texts: fc.array(text, { maxLength: 4 }) }),
  expression: fc.record({ text }),
  match: fc.record({ chosen: fc.array(whole, { maxLength: 7 }) }),
  multi: fc.record({ ticked: fc.array(whole, { maxLength: 7 }) }),
  numeric: fc.record({ text }),
  order: fc.record({ order: fc.array(whole, { maxLength: 7 }) }),
  recall: fc.record({ text, ticked: fc.array(whole, { maxLength: 7 }) }),
  tensor: fc.record({ cells: fc.array(fc.array(text, { maxLength: 4 }), { maxLength: 4 }) }),
};

/** An answer of the right shape for this question. */
function shaped(variant: Variant): fc.Arbitrary<Answer> {
  const { solution } = variant;
  const key = keyOf(variant);
  const among = (n: number, length: number) => fc.array(fc.nat(n - 1), { minLength: length, maxLength: length });
  switch (key.kind) {
    case "bug":
      return fc.integer({ min: 1, max: 12 }).map((line) => ({ kind: "bug", line }));
    case "choice":
      return fc.nat(3).map((option) => ({ kind: "choice", option }));
    case "cloze":
      return fc.tuple(...key.texts.map(() => text)).map((texts) => ({ kind: "cloze", texts }));
    case "expression":
      return text.map((given) => ({ kind: "expression", text: given }));
    case "match":
      return among(key.chosen.length, key.chosen.length).map((chosen) => ({ kind: "match", chosen }));
    case "multi":
      return fc.uniqueArray(fc.nat(4)).map((ticked) => ({ kind: "multi", ticked }));
    case "numeric":
      return solution.kind === "numeric"
        ? near([solution.key, ...solution.malOutcomes.map(({ value }) => Number(value))]).map((x) => ({
            kind: "numeric",
            text: String(x),
          }))
        : fc.constant(key);
    case "order":
      return fc.shuffledSubarray(key.order, { minLength: key.order.length }).map((order) => ({ kind: "order", order }));
    case "recall":
      return fc.tuple(text, among(6, 3)).map(([said, ticked]) => ({ kind: "recall", text: said, ticked }));
    case "tensor":
      return fc.constantFrom(0.5, 1, 2).map((factor) => ({
        kind: "tensor",
        cells: key.cells.map((row) => row.map((cell) => String(Number(cell) * factor))),
      }));
  }
}

/** Some of these values, and others near them. */
const near = (values: number[]) =>
  fc.tuple(fc.constantFrom(...values), fc.constantFrom(1, 1, 1.0000001, 1.01, -1, 2)).map(([x, factor]) => x * factor);

/** Ways of writing the very same number with as many digits: further ones would say that it is known more exactly. */
const sameNumber: ((written: string) => string)[] = [
  (s) => ` ${s}  `,
  (s) => s.replace("-", "−"),
  (s) => (/^\d/.test(s) ? `+${s}` : s),
  (s) => (/^-?[\d.]+$/.test(s) ? `${s}e0` : s),
  (s) => s.replace(/^(-?)0\./, "$1."),
];
function rewritten(answer: Answer, dice: Dice): Answer {
  const number = dice.choose(sameNumber);
  switch (answer.kind) {
    case "numeric":
      return { ...answer, text: number(answer.text) };
    case "tensor":
      return { ...answer, cells: answer.cells.map((row) => row.map(number)) };
    case "cloze":
      return { ...answer, texts: answer.texts.map((one) => ` ${one} `) };
    case "expression":
      return { ...answer, text: dice.choose([` ${answer.text} `, `(${answer.text})`, `((${answer.text}))`]) };
    case "multi":
      return { ...answer, ticked: dice.shuffle(answer.ticked) };
    case "recall":
      return { ...answer, text: ` ${answer.text} `, ticked: dice.shuffle([...answer.ticked, ...answer.ticked]) };
    default:
      return structuredClone(answer);
  }
}

/** What counts of a mark: the outcome, the credit, and what it is put down to. */
function gist(marked: Marked): unknown[] {
  return marked.outcome === "invalid"
    ? [marked.outcome]
    : [marked.outcome, marked.credit.toFixed(9), marked.diagnosis?.misconception ?? null];
}

function expectSound(marked: Marked): void {
  expect(["right", "wrong", "invalid"]).toContain(marked.outcome);
  if (marked.outcome === "invalid") {
    expect(marked.message).toMatch(/^\S.*[.?]$/s);
    expect(marked.message).not.toMatch(/undefined|\[object|function/);
    return;
  }
  expect(marked.credit).toBeGreaterThanOrEqual(0);
  expect(marked.credit).toBeLessThanOrEqual(1);
  // It is stored as JSON, which knows neither NaN nor infinity; nor the sign of zero, which nobody misses.
  const lost = JSON.stringify(marked, (_, value: unknown) =>
    typeof value === "number" && !Number.isFinite(value) ? "lost" : value,
  );
  expect(lost).not.toContain('"lost"');
}

describe.each(Object.keys(kinds) as KindName[])("answers to real questions of kind %s", (kind) => {
  const variants = variantsOf(kind);
  const variant = fc.constantFrom(...variants);

  it("has its key marked right", () => {
    for (const one of variants) expect([one.item, mark(keyOf(one), one).outcome]).toEqual([one.item, "right"]);
  });

  it("are marked or refused in words, whatever they hold", () => {
    fc.assert(
      fc.property(variant, anyOf[kind], (one, given) => {
        const parsed = Answer.safeParse({ kind, ...(given as object) });
        if (parsed.success) expectSound(mark(parsed.data, one));
      }),
      { numRuns: RUNS },
    );
  });

  it("are marked alike however the same is written", () => {
    const cases = variant.chain((one) => fc.tuple(fc.constant(one), shaped(one), fc.nat()));
    fc.assert(
      fc.property(cases, ([one, given, seed]) => {
        const answer = Answer.parse(given) as AnswerOf<KindName>;
        const marked = mark(answer, one);
        expectSound(marked);
        expect(gist(mark(Answer.parse(rewritten(answer, new Dice(seed))), one))).toEqual(gist(marked));
        expect(gist(mark(answer, one))).toEqual(gist(marked));
      }),
      { numRuns: RUNS },
    );
  });
});

describe("what is no answer at all", () => {
  it("is refused by the schema or by marking, and never throws", () => {
    const posed = (Object.keys(kinds) as KindName[]).flatMap((kind) => variantsOf(kind).slice(0, 4));
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(...posed), (given, one) => {
        const parsed = Answer.safeParse(given);
        if (parsed.success) expectSound(mark(parsed.data, one));
      }),
      { numRuns: RUNS },
    );
  });
});
