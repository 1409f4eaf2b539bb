import { shapeInWords } from "./compare.ts";
import type { Difference } from "./difference.ts";
import type { Language } from "./language.ts";
import { showArray } from "./show.ts";
import type { Failure, HiddenCase, Verdict, VisibleCase } from "./verdict.ts";
import { differenceInWords, errorInWords } from "./words.ts";

/** The verdict in lines of plain text, as a page or a terminal says it. */
export function verdictInWords(verdict: Verdict, language: Language, source: string): string[] {
  switch (verdict.kind) {
    case "stopped":
      return ["Stopped."];
    case "broken":
      return ["The sandbox failed, not your program. Please run it again."];
    case "unloadable":
      return [
        sentence(`The file could not be loaded: ${errorInWords(verdict.error, source)}`),
        ...printedInWords(verdict.printed, "While loading it printed"),
      ];
    case "passed":
      return [...casesInWords(verdict), `Passed: all ${count(verdict)} cases, hidden ones included.`];
    case "visible-passed":
      return [...casesInWords(verdict), "The visible cases passed. The hidden ones have not been run."];
    case "failed":
      return [
        ...casesInWords(verdict),
        ...(verdict.first ? failureInWords(verdict.first, language, source) : []),
        ...(verdict.like ? [`This is what it gives ${verdict.like.says}.`] : []),
      ];
    case "ended":
      return [
        ...casesInWords(verdict),
        endInWords(verdict),
        ...(verdict.first ? failureInWords(verdict.first, language, source) : []),
      ];
  }
}

const MARKS: Record<VisibleCase["state"], string> = { passed: "✓", failed: "✗", unfinished: "…", unreached: "·" };

function casesInWords({ visible, hidden, printed }: Extract<Verdict, { visible: VisibleCase[] }>): string[] {
  return [
    ...visible.map(({ name, state, notes }) => `${MARKS[state]} ${name}${notes.map(noteInWords).join("")}`),
    ...(hidden ?? []).map((one) => `${MARKS[one.state]} ${one.name} (hidden)${whyInWords(one)}`),
    ...printedInWords(printed, "While loading it printed"),
  ];
}

export function noteInWords(note: string): string {
  return note === "list" ? " (a list was taken as an array)" : ` (${note})`;
}

const WHY: Partial<Record<Difference["kind"], string>> = {
  nothing: "returned nothing",
  type: "returned another kind of value",
  count: "returned another number of results",
  ragged: "returned rows of different lengths",
  shape: "returned another shape",
  dtype: "returned another dtype",
  values: "other numbers than expected",
  property: "a property does not hold",
  gradient: "the backward pass does not fit the forward pass",
  changed: "an argument was changed",
  threw: "raised an error",
  missing: "a name is missing",
  unreadable: "returned something that can't be read",
};

export function whyInWords({ why }: HiddenCase): string {
  return why === null ? "" : `: ${WHY[why]}`;
}

function failureInWords(
  { case: name, calls, difference, printed }: Failure,
  language: Language,
  source: string,
): string[] {
  return [
    sentence(`${name}: ${differenceInWords(difference, language, source)}`),
    ...calls.map((line) => `    ${line}`),
    ...numbersInWords(difference),
    ...printedInWords(printed, "It printed"),
  ];
}

const sentence = (text: string) => (/[.?]$/.test(text) ? text : `${text}.`);

function numbersInWords(difference: Difference): string[] {
  if (difference.kind !== "values" || difference.shape.length === 0) return [];
  const { shape, got, expected } = difference;
  return [
    `  got      ${shapeInWords(shape)} ${showArray(shape, got)}`,
    `  expected ${shapeInWords(shape)} ${showArray(shape, expected)}`,
  ];
}

function printedInWords(printed: string, opening: string): string[] {
  const lines = printed.trimEnd();
  return lines === "" ? [] : [`${opening}:`, ...lines.split("\n").map((line) => `    ${line}`)];
}

export function endInWords({ by, limit, during }: Extract<Verdict, { kind: "ended" }>): string {
  const where = during === null ? " while the file was loaded" : ` in the case "${during.case}"`;
  const call = during?.call ? `: ${during.call}` : "";
  switch (by) {
    case "timeout":
      return `Stopped after ${(limit ?? 0) / 1000} seconds${where}${call}. Does a loop never end?`;
    case "memory":
      return `Out of memory (${(limit ?? 0) / 2 ** 20} MB)${where}${call}.`;
    case "output":
      return `Printed more than ${(limit ?? 0) / 2 ** 10} kB${where}.`;
    case "exit":
      return `The program ended itself${where}${call}.`;
    case "crash":
      return `The program crashed its interpreter${where}${call}. Does a recursion never end?`;
    case "interference":
      return `The program changed what runs it, so its results can't be read${where}.`;
  }
}

function count({ visible, hidden }: Extract<Verdict, { kind: "passed" }>): number {
  return visible.length + hidden.length;
}
