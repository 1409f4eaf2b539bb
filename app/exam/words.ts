import type { Certainty } from "#lib/grade/verdict.ts";

/** What the levels of certainty are called. */
export const CERTAINTY_NAMES: Readonly<Record<Certainty, string>> = { 1: "a guess", 2: "fairly sure", 3: "sure" };

/** A whole number with a minus sign where it is below 0. */
export function signed(n: number): string {
  return n < 0 ? `−${-n}` : String(n);
}

/** "1 question", "3 questions" */
export function count(n: number, thing: string): string {
  return `${n} ${n === 1 ? thing : `${thing}s`}`;
}

/** "Question 4", "Questions 4, 7 and 9", of places from 0. */
export function numbersOf(places: readonly number[]): string {
  const numbers = places.map((place) => String(place + 1));
  const list = numbers.length > 1 ? `${numbers.slice(0, -1).join(", ")} and ${numbers.at(-1)}` : numbers.join("");
  return `${numbers.length === 1 ? "Question" : "Questions"} ${list}`;
}
