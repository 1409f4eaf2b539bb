import type { Program } from "#lib/item/program.ts";
import { drawVariant } from "#lib/item/program-variant.ts";
import type { Run } from "#lib/item/run.ts";
import { type AskedStep, stepsOf, trueKeys } from "#lib/item/steps.ts";
import { fitToCarry, isOneNumber } from "./carry.ts";
import { compare, rounds, yields } from "./closeness.ts";
import { diagnose } from "./diagnose.ts";
import { deciding } from "./numeric.ts";
import { type ParsedNumber, parseNumber } from "./parse-number.ts";
import type { StepTexts } from "./steps-answer.ts";
import { type Expectation, StepChain } from "./step-chain.ts";
import { type Diagnosis, type Invalid, invalid, type StepMark, type Verdict } from "./verdict.ts";

/** A verdict on a computation answered step by step. */
export type SteppedVerdict = Verdict & Required<Pick<Verdict, "steps" | "firstWrong" | "slip">>;

/**
 * Marks a computation answered step by step, each step by what it gives from the learner's own earlier values, exact or
 * as rounded, where these are fit to carry. The answer is right when every step is, or all but one before the last are
 * and everything after that one follows from it (a slip). One unreadable step makes the whole answer invalid.
 */
export function markSteps(program: Program, seed: number, texts: StepTexts): SteppedVerdict | Invalid {
  const { drawn } = drawVariant(program, seed);
  const asked = stepsOf(drawn);
  if (!asked) return invalid("wrong-kind", "This question is answered at once, not step by step.");
  if (texts.length !== asked.length)
    return invalid("wrong-shape", `There are ${asked.length} steps, and ${texts.length} were answered.`);
  const answers: ParsedNumber[][][] = [];
  for (const [i, text] of texts.entries()) {
    const answer = readStep(text, asked[i]);
    if ("outcome" in answer) return invalid(answer.reason, `Step ${i + 1}: ${answer.message}`);
    answers.push(answer);
  }
  return markRead(drawn, asked, answers);
}

function markRead(drawn: Run, asked: AskedStep[], answers: ParsedNumber[][][]): SteppedVerdict | Invalid {
  const truths = trueKeys(drawn, asked);
  const values = answers.map((answer) => answer.map((row) => row.map((x) => x.value)));
  const nothingComputed = isOneNumber(
    values,
    truths.map(({ grid }) => grid),
  );
  const chain = new StepChain(drawn);
  const marks: StepMark[] = [];
  let diagnosis: Diagnosis | null = null;
  let unbroken = true;

  for (const [i, { name }] of asked.entries()) {
    const [truth, x] = [truths[i], answers[i]];
    const atTruth = { key: truth, grids: [truth.grid], mals: truth.mals };
    const add = (verdict: StepMark["verdict"], expectedHere: StepMark["expectedHere"]) =>
      marks.push({ name, verdict, read: readAs(values[i]), expectedHere });
    let own = chain.expect(name, truth);
    if (!own) {
      chain.correct();
      unbroken = false;
      own = chain.expect(name, truth) as Expectation;
    }
    const closeness = judge(x, own);
    // Earlier wrong values left aside, the true one is right too; but then it was not carried.
    const returned = !isMet(closeness) && chain.carries && isMet(judge(x, atTruth));
    if (isMet(closeness) || returned) {
      const isTrue = returned || !chain.carries || isMet(judge(x, atTruth));
      add(isTrue ? "right" : "carried", own.key.value);
      chain.add(name, returned ? truth.grid : own.key.grid, values[i], !isTrue);
      if (returned) unbroken = false;
    } else if (closeness === "off") {
      if (!marks.some(({ verdict }) => verdict === "wrong")) diagnosis = diagnoseStep(drawn, asked, name, x, own);
      add("wrong", own.key.value);
      const fit = !nothingComputed && fitToCarry(values[i], own.key.grid);
      if (!fit) unbroken = false;
      chain.add(name, fit ? null : own.key.grid, fit ? values[i] : null, fit || chain.carries);
    } else return tooCoarse(i, closeness, own);
  }

  const wrong = marks.filter(({ verdict }) => verdict === "wrong");
  // A wrong last step is the question itself answered wrong: nothing after it shows that the rest was understood.
  const slip = wrong.length === 1 && unbroken && marks.at(-1)?.verdict !== "wrong";
  return {
    outcome: wrong.length === 0 || slip ? "right" : "wrong",
    read: marks.map(({ read }) => read).join(" → "),
    credit: (marks.length - wrong.length) / marks.length,
    diagnosis,
    steps: marks,
    firstWrong: wrong[0]?.name ?? null,
    slip,
  };
}

function readStep(text: StepTexts[number], { shape, decimals }: AskedStep): ParsedNumber[][] | Invalid {
  const cells = typeof text === "string" ? [[text]] : text;
  const [rows, columns] = shape ?? [1, 1];
  if (cells.length !== rows || cells.some((row) => row.length !== columns))
    return invalid("wrong-shape", `Read as ${cells.length}×${cells[0]?.length ?? 0}; it has ${rows}×${columns}.`);
  const grid: ParsedNumber[][] = [];
  for (const [i, row] of cells.entries()) {
    grid.push([]);
    for (const [j, cell] of row.entries()) {
      const x = parseNumber(cell, { whole: decimals === null });
      if ("outcome" in x) return shape ? invalid(x.reason, `Row ${i + 1}, column ${j + 1}: ${x.message}`) : x;
      grid[i].push(x);
    }
  }
  return grid;
}

const BEST_FIRST = ["within", "rounded", "coarse", "off"] as const;
type Closeness = (typeof BEST_FIRST)[number] | "ambiguous";

/** How close a written grid comes to the nearest of the expected ones; ambiguous: a mal-rule's value rounds to it too. */
function judge(x: ParsedNumber[][], { key, grids, mals }: Expectation): Closeness {
  const each = grids.map((grid) =>
    Math.max(
      ...x.flatMap((row, i) => row.map((n, j) => BEST_FIRST.indexOf(compare(n, grid[i][j], key.tolerance[i][j])))),
    ),
  );
  const best = BEST_FIRST[Math.min(...each)];
  const alike = mals.some(({ grid }) => fits(grid, x, (value, n) => rounds(value, n)));
  return best === "rounded" && alike ? "ambiguous" : best;
}

function isMet(closeness: Closeness): boolean {
  return closeness === "within" || closeness === "rounded";
}

function tooCoarse(i: number, closeness: Closeness, { key }: Expectation): Invalid {
  return invalid(
    "too-coarse",
    closeness === "ambiguous"
      ? `Step ${i + 1}: one more digit, please; a wrong value rounds to the same.`
      : `Step ${i + 1} is written too coarsely to tell; ${deciding(key.decimals)}.`,
  );
}

/** The misconception behind a wrong step, if what the mal-rules make of the learner's own earlier values shows one. */
function diagnoseStep(
  { outcomes }: Run,
  asked: AskedStep[],
  name: string,
  x: ParsedNumber[][],
  { key, mals }: Expectation,
): Diagnosis | null {
  const matching = mals.filter(({ grid }) =>
    fits(grid, x, (value, n, i, j) => yields(value, n, key.tolerance[i][j], key.decimals)),
  );
  const elsewhere = new Set(asked.filter((step) => step.name !== name).map((step) => step.name));
  return diagnose(
    outcomes
      .filter(({ rule }) => matching.some((mal) => mal.rule === rule))
      .map((outcome) => ({ ...outcome, notes: outcome.notes.filter(({ step }) => !elsewhere.has(step)) })),
  );
}

function fits(
  grid: number[][],
  x: ParsedNumber[][],
  alike: (value: number, n: ParsedNumber, i: number, j: number) => boolean,
): boolean {
  if (grid.length !== x.length || grid[0].length !== x[0].length) return false;
  return x.every((row, i) => row.every((n, j) => alike(grid[i][j], n, i, j)));
}

function readAs(grid: number[][]): string {
  return grid.map((row) => row.map(String).join(" ")).join("; ");
}
