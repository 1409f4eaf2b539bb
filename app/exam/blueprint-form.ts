import {
  type Blueprint,
  BLUEPRINT_BOUNDS,
  EXAM_KINDS,
  type ExamKind,
  ownBlueprint,
  PRESETS,
} from "#lib/exam/blueprint.ts";
import { count } from "./words.ts";

/** Presets with what they are called. */
export const OFFERED = [
  { preset: "check", title: "Ten-minute check" },
  { preset: "standard", title: "Mock exam" },
  { preset: "long", title: "Long mock exam" },
  { preset: "coding", title: "Coding round" },
] as const satisfies { preset: keyof typeof PRESETS; title: string }[];

/** What kinds of questions are called. */
export const KIND_NAMES: Readonly<Record<ExamKind, string>> = {
  bug: "a bug in code",
  choice: "one of several",
  cloze: "fill the blanks",
  expression: "a formula",
  match: "match",
  multi: "all that apply",
  numeric: "a number",
  order: "put in order",
  tensor: "a grid of numbers",
};

export type Values = Readonly<Record<string, string>>;

/** A form's fields, each with its last text. */
export function formValues(form: FormData): Values {
  return Object.fromEntries([...form].map(([name, value]) => [name, typeof value === "string" ? value : ""]));
}

/** What a preset, or "own", is called. */
export function titleOf(preset: string): string {
  return OFFERED.find((one) => one.preset === preset)?.title ?? "Own exam";
}

/** "24 questions", "20 questions and 1 challenge"; nothing where nothing is asked. */
export function askedInWords({ questions, challenges }: { questions: number; challenges: number }): string {
  return [
    ...(questions > 0 ? [count(questions, "question")] : []),
    ...(challenges > 0 ? [count(challenges, "challenge")] : []),
  ].join(" and ");
}

type Chosen = { kind: "chosen"; preset: string; blueprint: Blueprint } | { kind: "problem"; message: string };

/** The blueprint that a form asks for: a preset's, or one of the learner's own. */
export function blueprintOf(values: Values): Chosen {
  const offered = OFFERED.find(({ preset }) => preset === values.preset);
  if (offered) return { kind: "chosen", preset: offered.preset, blueprint: PRESETS[offered.preset] };
  const minutes = whole(values.minutes);
  const questions = whole(values.questions);
  const challenges = whole(values.challenges || "0");
  const { minutes: m, questions: q, challenges: c } = BLUEPRINT_BOUNDS;
  if (minutes === null || minutes < m.least || minutes > m.most)
    return problem(`Minutes: a whole number from ${m.least} to ${m.most}.`);
  if (questions === null || questions > q.most)
    return problem(`Questions: a whole number from ${q.least} to ${q.most}.`);
  if (challenges === null || challenges > c.most)
    return problem(`Challenges: a whole number from ${c.least} to ${c.most}.`);
  if (questions + challenges === 0) return problem("An exam asks at least one question or challenge.");
  const areas = weights(values, "area ");
  if (areas === null) return problem("Shares of areas: numbers from 0 to 100.");
  if (Object.keys(areas).length > 0 && Object.values(areas).every((weight) => weight === 0))
    return problem("At least one area needs a share above 0.");
  const kinds = EXAM_KINDS.filter((kind) => values[`kind ${kind}`] === "on");
  const blueprint = ownBlueprint({
    minutes,
    questions,
    challenges,
    ...(Object.keys(areas).length > 0 && { areas }),
    ...(kinds.length > 0 &&
      kinds.length < EXAM_KINDS.length && { kinds: Object.fromEntries(kinds.map((kind) => [kind, 1])) }),
  });
  return { kind: "chosen", preset: "own", blueprint };
}

function whole(text = ""): number | null {
  return /^\d{1,4}$/.test(text.trim()) ? Number(text) : null;
}

/** Numbers by what follows a prefix in their names; an empty field is 0. Null where one is none. */
function weights(values: Values, prefix: string): Record<string, number> | null {
  const found = Object.entries(values).filter(([name]) => name.startsWith(prefix));
  const numbers = found.map(([name, text]) => [name.slice(prefix.length), Number(text || 0)] as const);
  if (numbers.some(([, weight]) => !(weight >= 0 && weight <= 100))) return null;
  return Object.fromEntries(numbers);
}

function problem(message: string): Chosen {
  return { kind: "problem", message };
}
