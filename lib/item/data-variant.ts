import { Dice } from "./dice.ts";
import type { Variant } from "./question.ts";
import type { ChoiceItem, DataItem } from "./schema.ts";

const SHOWN_DISTRACTORS = 3;

/** A variant of an item whose definition is data: options drawn and shuffled; nothing is computed. */
export function dataVariant(item: DataItem, seed: number): Variant {
  return { item: item.id, version: item.version, seed, ...pose(item, seed) };
}

function pose(item: DataItem, seed: number): Pick<Variant, "question" | "solution"> {
  const { explanation } = item;
  switch (item.kind) {
    case "choice":
      return poseChoice(item, seed);
    case "cloze":
      return {
        question: { kind: "cloze", prompt: item.text, blanks: item.blanks.length },
        solution: { kind: "cloze", blanks: item.blanks, explanation },
      };
    case "recall":
      return {
        question: { kind: "recall", prompt: item.stem },
        solution: { kind: "recall", answer: item.answer, rubric: item.rubric, explanation },
      };
  }
}

function poseChoice(item: ChoiceItem, seed: number): Pick<Variant, "question" | "solution"> {
  const dice = new Dice(seed);
  const right = item.options.filter((option) => option.correct);
  const wrong = dice.sample(
    item.options.filter((option) => !option.correct),
    SHOWN_DISTRACTORS,
  );
  const shown = dice.shuffle([...right, ...wrong]);
  return {
    question: { kind: "choice", prompt: item.stem, options: shown.map((option) => option.text) },
    solution: {
      kind: "choice",
      key: shown.findIndex((option) => option.correct),
      options: shown.map(({ why, misconception }) => ({ why, misconception })),
      trace: [],
      malOutcomes: [],
      explanation: item.explanation,
    },
  };
}
