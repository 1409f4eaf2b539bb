import type { Difference, WrongValues } from "#lib/challenge/difference.ts";
import type { Language } from "#lib/challenge/language.ts";
import { showNumber, showPair } from "#lib/challenge/show.ts";
import type { Failure, HiddenCase, Verdict, VisibleCase } from "#lib/challenge/verdict.ts";
import { endInWords, noteInWords, whyInWords } from "#lib/challenge/verdict-words.ts";
import { differenceInWords, errorInWords } from "#lib/challenge/words.ts";
import { renderInline } from "#lib/text/markdown.ts";
import type { FailureView, NumbersView, VerdictView } from "./verdict-view.ts";

/** A verdict on the program; a run that was stopped, or that the sandbox failed, says nothing of it. */
export type SaidVerdict = Exclude<Verdict, { kind: "stopped" | "broken" }>;

/** Entries that are shown in tables; of a larger array some of those that differ are listed. */
const MOST_IN_TABLES = 144;
const MOST_IN_A_ROW = 12;
const MOST_LISTED = 12;

/** A verdict as the page shows it. `source` is the learner's program. */
export function presentVerdict(verdict: SaidVerdict, language: Language, source: string): VerdictView {
  if (verdict.kind === "unloadable") {
    const { error, printed } = verdict;
    return {
      ...NOTHING,
      kind: "unloadable",
      headline: "The file could not be loaded",
      says: [sentence(errorInWords(error, source))],
      line: error.line,
      printed,
    };
  }
  const { visible, hidden, printed } = verdict;
  return {
    ...NOTHING,
    kind: verdict.kind,
    headline: headlineOf(verdict),
    says: saidBeside(verdict),
    call: verdict.kind === "ended" ? (verdict.during?.call ?? null) : null,
    first: "first" in verdict && verdict.first ? presentFailure(verdict.first, language, source) : null,
    like:
      verdict.kind === "failed" && verdict.like
        ? { html: renderInline(verdict.like.says), misconception: verdict.like.misconception ?? null }
        : null,
    visible: visible.map(({ notes, ...one }) => ({ ...one, notes: notes.map((note) => noteInWords(note).trim()) })),
    hidden:
      hidden?.map((one) => ({ name: one.name, state: one.state, why: whyInWords(one).replace(/^: /, "") || null })) ??
      null,
    printed,
  };
}

const NOTHING = {
  says: [],
  line: null,
  call: null,
  first: null,
  like: null,
  visible: [],
  hidden: null,
  printed: "",
};

type Judged = Exclude<SaidVerdict, { kind: "unloadable" }>;

function headlineOf(verdict: Judged): string {
  const { visible } = verdict;
  const hidden = verdict.hidden ?? [];
  switch (verdict.kind) {
    case "passed":
      return `Solved: all ${visible.length + hidden.length} cases pass`;
    case "visible-passed":
      return visible.length === 1 ? "The visible case passes" : `All ${visible.length} visible cases pass`;
    case "ended":
      return ENDS[verdict.by];
    case "failed": {
      const [seen, unseen] = [failedOf(visible), failedOf(hidden)];
      if (seen === 0)
        return `The visible cases pass; ${unseen} of ${hidden.length} hidden ones ${unseen === 1 ? "fails" : "fail"}`;
      const all = visible.length + hidden.length;
      return `${seen + unseen} of ${all} ${verdict.hidden ? "" : "visible "}cases ${seen + unseen === 1 ? "fails" : "fail"}`;
    }
  }
}

const ENDS = {
  timeout: "It took too long",
  memory: "It ran out of memory",
  output: "It printed too much",
  exit: "The program ended itself",
  crash: "The program crashed",
  interference: "The results can’t be read",
};

const failedOf = (cases: readonly (VisibleCase | HiddenCase)[]) =>
  cases.filter(({ state }) => state === "failed").length;

function saidBeside(verdict: Judged): string[] {
  if (verdict.kind === "visible-passed") return ["The hidden cases have not been run."];
  if (verdict.kind === "ended")
    return [endInWords({ ...verdict, during: verdict.during && { ...verdict.during, call: null } })];
  if (verdict.kind === "failed" && failedOf(verdict.visible) === 0) {
    return ["Of a hidden case you see what it tests. Its numbers are drawn anew for every submission."];
  }
  return [];
}

function presentFailure(
  { calls, difference, printed, ...failure }: Failure,
  language: Language,
  source: string,
): FailureView {
  const error = difference.kind === "threw" ? difference.error : null;
  return {
    case: failure.case,
    calls,
    words: sentence(differenceInWords(difference, language, source)),
    numbers: numbersOf(difference),
    line: error?.line ?? null,
    frames: error ? error.frames.map(({ line, in: name }) => ({ line, in: name })) : [],
    printed,
  };
}

/** With a capital, unless it begins with code, and a full stop. */
function sentence(words: string): string {
  const text = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.?!]$/.test(text) ? text : `${text}.`;
}

function numbersOf(difference: Difference): NumbersView | null {
  if (difference.kind !== "values" && difference.kind !== "gradient") return null;
  if (difference.shape.length === 0) return null;
  const names =
    difference.kind === "values"
      ? { got: "Yours", expected: "Expected" }
      : { got: "Your backward pass", expected: "Differences of your forward pass" };
  const { shape } = difference;
  const inTables = difference.got.length <= MOST_IN_TABLES && (shape.at(-1) ?? 1) <= MOST_IN_A_ROW;
  if (inTables) return { names, tables: tablesOf(difference), entries: [], more: 0 };
  const entries = difference.wrong.slice(0, MOST_LISTED).map((i) => {
    const [got, expected] = showPair(difference.got[i], difference.expected[i]);
    return { at: `[${indexOf(i, shape).join(", ")}]`, got, expected };
  });
  return { names, tables: [], entries, more: difference.wrong.length - entries.length };
}

/** A table for every matrix that the array is made of; a vector is one row. */
function tablesOf({ shape, got, expected, wrong }: WrongValues): NumbersView["tables"] {
  const [columns, rows] = [shape.at(-1) ?? 1, shape.at(-2) ?? 1];
  const differs = new Set(wrong);
  const size = columns * rows;
  return Array.from({ length: got.length / size }, (_, table) => ({
    title: shape.length > 2 ? `[${indexOf(table, shape.slice(0, -2)).join(", ")}, :, :]` : "",
    rows: Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (_, column) => {
        const i = table * size + row * columns + column;
        const [mine, theirs] = differs.has(i)
          ? showPair(got[i], expected[i])
          : [showNumber(got[i]), showNumber(expected[i])];
        return { got: mine, expected: theirs, wrong: differs.has(i) };
      }),
    ),
  }));
}

/** The index of an entry counted row-major. */
function indexOf(at: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  let rest = at;
  for (const length of shape.toReversed()) {
    index.unshift(rest % length);
    rest = Math.floor(rest / length);
  }
  return index;
}
