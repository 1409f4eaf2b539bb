import type { Form } from "#lib/challenge/form.ts";
import { type Language, nameIn } from "#lib/challenge/language.ts";

/** What a form asks, in markdown with names as the language writes them; null for all of a challenge. */
export function asksInWords(form: Form, language: Language): string | null {
  switch (form.kind) {
    case "whole":
      return null;
    case "part":
      return `write \`${nameIn(language, form.name)}\`; the rest is given`;
    case "fix":
      return "mend the program given: one thing in it is wrong";
  }
}

/** What the levels 1 to 3 are called. */
export const LEVELS = ["Easy", "Medium", "Hard"] as const;

/** "batch-norm" as "batch norm" */
export function tagInWords(tag: string): string {
  return tag.replaceAll("-", " ");
}

export const LANGUAGE_NAMES = { python: "Python", typescript: "TypeScript" } as const;

/** "12:05", or "1:02:05" from an hour on. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n: number) => String(n).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
