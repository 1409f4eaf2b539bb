import "server-only";
import type { Review } from "#app/_data/answers.ts";
import { findMisconception } from "#app/_data/bank.ts";
import type { Db } from "#app/_data/client.ts";
import { contextOf, type Learner } from "#app/_data/learner.ts";
import { misconceptionsWithPage } from "#app/_data/misunderstood.ts";
import { type DayInput, planSession, queueInput } from "#app/_data/queue.ts";
import type { Serving } from "#app/_data/servings.ts";
import { findSession, type Session } from "#app/_data/sessions.ts";
import type { Verdict } from "#lib/grade/verdict.ts";
import type { TraceStep } from "#lib/item/computed.ts";
import { givens } from "#lib/item/givens.ts";
import { askedSteps } from "#lib/item/steps.ts";
import type { Solution, Variant } from "#lib/item/question.ts";
import type { CardState } from "#lib/schedule/card.ts";
import { renderInline, renderMarkdown } from "#lib/text/markdown.ts";
import type { Asking } from "./kinds/presenter.ts";
import { presenterOf } from "./kinds/presenters.ts";
import { liveVariant, programBehind } from "./live-variant.ts";
import { presentTrace } from "./present-trace.ts";
import { comesBack, PRACTICE } from "./schedule-words.ts";
import type {
  AnsweredView,
  AskedView,
  Hints,
  MarkedView,
  Progress,
  QuestionView,
  ScopedProgress,
  ShownQuestion,
} from "./view.ts";

/** A serving as the page may see it before it is marked. */
export async function presentQuestion(db: Db, learner: Learner, serving: Serving): Promise<QuestionView> {
  return { ...presentShown(serving), progress: await readProgress(db, learner, serving) };
}

function presentShown(serving: Serving): ShownQuestion {
  const { id: servingId, concept, title, variant } = serving;
  const program = programBehind(variant);
  const stepwise = program !== null && askedSteps(program, variant.seed) !== null;
  return { servingId, concept, title, asked: presentAsked(serving), hints: presentHints(serving), stepwise };
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
  const because = serving.chosenFor === null ? null : await findMisconception(db, serving.chosenFor);
  const pages = await misconceptionsWithPage(
    db,
    learner.id,
    [misconception, because].flatMap((found) => found?.id ?? []),
  );
  const presenter = presenterOf(question.kind);
  const whole = answer?.kind === "steps" ? null : answer;
  const answered = { question, solution, answer: whole, verdict };
  const program = programBehind(serving.variant);
  const remarks = [
    verdict.note,
    firstWrong(stepsOf(variant), verdict),
    ...(presenter.reasons?.(answered, misconception !== null) ?? []),
    solution.explanation,
  ].filter((text) => text !== undefined);
  const marked: MarkedView = {
    ...headed(solution, review, serving.hints),
    answer: whole,
    yours: presenter.yours(answered),
    right: presenter.key(answered),
    diagnosis: misconception && {
      name: misconception.name,
      says: renderMarkdown(verdict.diagnosis?.says || misconception.truth),
      concept: misconception.concept,
      page: pages.has(misconception.id) ? `/misconceptions/${misconception.id}` : null,
    },
    because: because && {
      name: because.name,
      page: pages.has(because.id) ? `/misconceptions/${because.id}` : null,
    },
    remarks: [...new Set(remarks)].map((text) => renderMarkdown(text)),
    marks: presenter.marks(answered),
    trace: presentTrace(stepsOf(variant), verdict),
    canExplore: program !== null && givens(program, variant.seed).length > 0,
    computed: milliseconds !== null && hasNumbers(solution) ? { milliseconds } : null,
    schedule: serving.practice ? PRACTICE : comesBack(card, contextOf(learner, review.at)),
  };
  return { question: presentShown({ ...serving, open: false }), marked };
}

/** A question as its widget asks it. */
export function presentAsked(asking: Asking): AskedView {
  const { question } = asking.variant;
  const asked = presenterOf(question.kind).ask(question, asking);
  return { kind: question.kind, prompt: renderMarkdown(question.prompt), ...asked } as AskedView;
}

/** How far the session has come. */
export async function readProgress(db: Db, learner: Learner, serving: Serving): Promise<Progress> {
  const input =
    serving.chosenFrom ??
    (await queueInput(db, learner, await findSession(db, learner.id, serving.sessionId), new Date()));
  const planned = planSession(input);
  const fresh = planned.items.filter(({ reason }) => {
    return reason.kind === "new" || (reason.kind === "targeted" && reason.isNew);
  }).length;
  return {
    minutesSpent: input.minutesSpent,
    minutesPlanned: planned.minutes,
    due: planned.items.length - fresh,
    fresh,
    scoped: input.session?.scope ? scopedProgress(input, input.session, planned.items) : null,
  };
}

/** How far a session of some concepts has come: what it has asked and need not ask again is done. */
function scopedProgress(
  { cram, history }: DayInput,
  { id, mode, scope }: Session,
  planned: readonly { itemId: string }[],
): ScopedProgress {
  const still = new Set(planned.map(({ itemId }) => itemId));
  const asked = new Set((cram?.history ?? history).map(({ itemId }) => itemId));
  const done = [...asked].filter((itemId) => !still.has(itemId)).length;
  const left = planned.length;
  return { sessionId: id, title: scope?.title ?? "", practice: mode === "cram", left, total: done + left };
}

function headed(
  solution: Solution,
  { answer, verdict, certainty }: Review,
  hints: number,
): Pick<MarkedView, "outcome" | "heading"> {
  if (answer === null) return { outcome: "wrong", heading: "Shown, not known yet" };
  if (verdict.slip) return { outcome: "partly", heading: "One slip; the rest follows from it" };
  if (verdict.outcome === "right") {
    const how = [certainty === 1 && "by a guess", hints > 0 && "with a hint"].filter(Boolean).join(" and ");
    return { outcome: "right", heading: how ? `Right, ${how}` : "Right" };
  }
  if (solution.kind !== "recall") return { outcome: "wrong", heading: "Not quite" };
  const points = solution.rubric.length;
  const made = Math.round(verdict.credit * points);
  return { outcome: made * 2 >= points ? "partly" : "wrong", heading: `${made} of ${points} points` };
}

/** Which of the steps answered one by one was the first to go wrong (markdown). */
function firstWrong(trace: TraceStep[], { steps, firstWrong: name }: Verdict): string | undefined {
  const at = steps?.findIndex((step) => step.name === name) ?? -1;
  const step = trace.find((one) => one.name === name);
  return step && `Step ${at + 1}, $${step.tex}$, is the first that went wrong.`;
}

/** Whether the trace shows anything computed, not only words. */
function hasNumbers(solution: Solution): boolean {
  return "trace" in solution && solution.trace.some(({ value }) => typeof value !== "string");
}
