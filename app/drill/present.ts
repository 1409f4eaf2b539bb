import "server-only";
import type { Review } from "#app/_data/answers.ts";
import { findMisconception } from "#app/_data/bank.ts";
import type { Db } from "#app/_data/client.ts";
import { contextOf, type Learner } from "#app/_data/learner.ts";
import { queueInput } from "#app/_data/queue.ts";
import type { Serving } from "#app/_data/servings.ts";
import { findSession } from "#app/_data/sessions.ts";
import { deciding } from "#lib/grade/numeric.ts";
import type { Diagnosis } from "#lib/grade/verdict.ts";
import { showNumber, tex } from "#lib/item/format.ts";
import type { Plain, TraceStep } from "#lib/item/computed.ts";
import type { PublicQuestion, Solution, Variant } from "#lib/item/question.ts";
import type { CardState } from "#lib/schedule/card.ts";
import { plan } from "#lib/schedule/queue.ts";
import { renderInline, renderMarkdown } from "#lib/text/markdown.ts";
import { liveVariant } from "./live-variant.ts";
import { comesBack } from "./schedule-words.ts";
import type {
  AnsweredView,
  AskedView,
  Hints,
  MarkedView,
  Progress,
  QuestionView,
  Revealed,
  ShownQuestion,
  TraceLine,
} from "./view.ts";

/** A serving as the page may see it before it is marked. */
export async function presentQuestion(db: Db, learner: Learner, serving: Serving): Promise<QuestionView> {
  return { ...presentShown(serving), progress: await readProgress(db, learner, serving) };
}

function presentShown(serving: Serving): ShownQuestion {
  const { id: servingId, concept, title } = serving;
  return { servingId, concept, title, asked: presentAsked(serving), hints: presentHints(serving) };
}

/** The steps of a computed question, none for others. */
export function stepsOf({ solution }: Variant): TraceStep[] {
  return "trace" in solution ? solution.trace : [];
}

/** As many formulas of steps, without their values, as the learner has asked for. */
export function presentHints({ variant, hints }: Serving): Hints {
  const steps = stepsOf(variant);
  return { shown: steps.slice(0, hints).map((step) => renderInline(`$${step.tex}$`)), more: hints < steps.length };
}

/** The model answer, once the learner has committed to an answer of their own. */
export function presentRevealed({ committed, variant: { solution } }: Serving): Revealed | null {
  if (committed?.kind !== "recall" || solution.kind !== "recall") return null;
  return {
    text: committed.text,
    answer: renderMarkdown(solution.answer),
    rubric: solution.rubric.map((p) => renderInline(p)),
  };
}

/** A serving after marking: the question unchanged, beside it what is right and why. */
export async function presentAnswered(
  db: Db,
  learner: Learner,
  serving: Serving,
  review: Review,
  card: CardState | null,
): Promise<AnsweredView> {
  const { answer, verdict } = review;
  const { variant, milliseconds } = liveVariant(serving.variant);
  const { question, solution } = variant;
  const misconception = verdict.diagnosis && (await findMisconception(db, verdict.diagnosis.misconception));
  const revealed = presentRevealed({
    ...serving,
    committed: serving.committed ?? { kind: "recall", text: "", ticked: [] },
  });
  const shown = presentShown(serving);
  const asked = shown.asked.kind === "recall" ? { ...shown.asked, revealed } : shown.asked;
  const marked: MarkedView = {
    ...headed(solution, review, serving.hints),
    answer,
    yours: presentAnswer(question, review),
    right: presentKey(solution),
    diagnosis: misconception && {
      name: misconception.name,
      says: renderMarkdown(verdict.diagnosis?.says || misconception.truth),
      concept: misconception.concept,
    },
    remarks: remarksOf(solution, review, misconception !== null).map((text) => renderMarkdown(text)),
    entries: verdict.entries ?? null,
    options: solution.kind === "choice" ? presentOptions(solution, answer) : null,
    trace: stepsOf(variant).map((step) => presentStep(step, verdict.diagnosis)),
    computed: milliseconds !== null && hasNumbers(solution) ? { milliseconds } : null,
    schedule: comesBack(card, contextOf(learner, review.at)),
  };
  return { question: { ...shown, asked }, marked };
}

function presentAsked(serving: Serving): AskedView {
  const { question } = serving.variant;
  const prompt = renderMarkdown(question.prompt);
  switch (question.kind) {
    case "numeric":
      return {
        kind: "numeric",
        prompt,
        label: renderInline(`$${question.label}$`),
        decides: deciding(question.decimals),
      };
    case "tensor": {
      const { label, shape, decimals } = question;
      return { kind: "tensor", prompt, label: renderInline(`$${label}$`), shape, decides: deciding(decimals) };
    }
    case "choice":
      return { kind: "choice", prompt, options: question.options.map((option) => renderInline(option)) };
    case "cloze":
      return { kind: "cloze", prompt, blanks: question.blanks };
    case "recall":
      return { kind: "recall", prompt, revealed: presentRevealed(serving) };
  }
}

/** How far the session has come. */
export async function readProgress(db: Db, learner: Learner, serving: Serving): Promise<Progress> {
  const input =
    serving.chosenFrom ?? (await queueInput(db, learner, await findSession(db, serving.sessionId), new Date()));
  const planned = plan(input);
  const fresh = planned.items.filter(({ reason }) => reason.kind === "new").length;
  return {
    minutesSpent: input.minutesSpent,
    minutesPlanned: planned.minutes,
    due: planned.items.length - fresh,
    fresh,
  };
}

function headed(
  solution: Solution,
  { answer, verdict }: Review,
  hints: number,
): Pick<MarkedView, "outcome" | "heading"> {
  if (answer === null) return { outcome: "wrong", heading: "Shown, not known yet" };
  if (verdict.outcome === "right") {
    const how = [verdict.guessed && "by a guess", hints > 0 && "with a hint"].filter(Boolean).join(" and ");
    return { outcome: "right", heading: how ? `Right, ${how}` : "Right" };
  }
  if (solution.kind !== "recall") return { outcome: "wrong", heading: "Not quite" };
  const points = solution.rubric.length;
  const made = Math.round(verdict.credit * points);
  return { outcome: made * 2 >= points ? "partly" : "wrong", heading: `${made} of ${points} points` };
}

/** The learner's answer, where its widget is gone once marked. */
function presentAnswer(question: PublicQuestion, { answer, verdict }: Review): string | null {
  if (answer === null || (question.kind !== "numeric" && question.kind !== "cloze")) return null;
  return renderInline(escapeMarkdown(verdict.read));
}

function presentKey(solution: Solution): string | null {
  switch (solution.kind) {
    case "numeric":
      return renderInline(showNumber(solution.key));
    case "tensor":
      return renderInline(`$${tex(solution.key)}$`);
    case "cloze":
      return renderInline(solution.blanks.map(([first]) => first).join(", "));
    case "choice":
    case "recall":
      return null;
  }
}

function presentOptions(solution: Extract<Solution, { kind: "choice" }>, answer: Review["answer"]) {
  const chosen = answer?.kind === "choice" ? answer.option : null;
  return solution.options.map((_, option) => ({ correct: option === solution.key, chosen: option === chosen }));
}

/** Whether the trace shows anything computed, not only words. */
function hasNumbers(solution: Solution): boolean {
  return "trace" in solution && solution.trace.some(({ value }) => typeof value !== "string");
}

function presentStep({ name, tex: formula, value }: TraceStep, diagnosis: Diagnosis | null): TraceLine {
  const note = diagnosis?.notes.find(({ step }) => step === name);
  return {
    formula: renderInline(`$${formula}$`),
    value: presentValue(value),
    note: note ? { text: renderInline(note.note), value: presentValue(note.value) } : null,
  };
}

function presentValue(value: Plain): string {
  if (typeof value === "string") return renderInline(value);
  return typeof value === "number" ? renderInline(showNumber(value)) : renderInline(`$${tex(value, 5)}$`);
}

/** What is worth saying beside a diagnosis, or without one. */
function remarksOf(solution: Solution, { answer, verdict }: Review, diagnosed: boolean): string[] {
  const remarks: string[] = [];
  if (verdict.note) remarks.push(verdict.note);
  if (solution.kind === "choice") {
    const chosen = answer?.kind === "choice" ? solution.options[answer.option] : undefined;
    if (chosen?.why && !diagnosed) remarks.push(chosen.why);
    const why = solution.options[solution.key].why;
    if (why && why !== chosen?.why) remarks.push(why);
  }
  if (solution.explanation) remarks.push(solution.explanation);
  return [...new Set(remarks)];
}

/** What a learner typed, shown as typed. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>$~&=:-]/g, "\\$&");
}
