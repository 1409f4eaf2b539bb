import { Dice } from "#lib/item/dice.ts";
import { type CardState, type Grade, scheduleContext } from "#lib/schedule/card.ts";
import { openConcepts } from "#lib/schedule/prerequisites.ts";
import { plan, type QueueInput } from "#lib/schedule/queue.ts";
import { retrievability } from "#lib/schedule/retrievability.ts";
import { absence, corrected, correctionOf, type ProbeResult, type Return } from "#lib/schedule/return.ts";
import { secondsFor } from "#lib/schedule/pace.ts";
import { dueDay, studyDay } from "#lib/schedule/study-day.ts";
import { type SimItem, simulatedBank } from "./bank.ts";
import { Memory, normal, perturbedWeights, type Trace } from "./memory.ts";
import { Study } from "./study.ts";

const SECONDS = { new: 60, again: 50, hard: 35, good: 22, easy: 14 } as const;
const SECONDS_SPREAD = 0.25;
const START = Date.UTC(2026, 0, 5, 18);
const DAY = 86_400_000;

export type Settings = {
  seed: number;
  days: number;
  minutesPerDay: number;
  newPerDay: number;
  /** How far the learner's weights are from those the scheduler takes for granted. */
  spread: number;
  /** Days without study, from the first to the one before the last. */
  away?: [number, number];
  /** What the absence does to stabilities in every other area, beyond the days that pass: a factor. */
  awayCost?: number;
  /** Whether an absence is met with probes, corrections and a spread backlog, or with the ordinary plan. */
  probing: boolean;
  /** Whether the learner's stability factor is fitted anew each day. */
  fitting: boolean;
  /** False: no minute is kept free for a day's first new item. */
  firstNew?: boolean;
  /** How often a remembered answer is given wrongly all the same. */
  slips?: number;
  /** Told of each wrong answer but those in steps. */
  onWrong?: (item: SimItem, slipped: boolean) => void;
};

export type SimReview = { predicted: number; planned: number; recall: number };

export type SimDay = {
  day: number;
  minutes: number;
  /** Due reviews that the day left unasked. */
  leftDue: number;
  /** Whether anything that might have been asked was left. */
  workLeft: boolean;
  /** Minutes of due reviews, as the scheduler estimates them, when the day began. */
  backlogMinutes: number;
  longestOverdue: number;
  introduced: number;
  /** Whether a new item might have begun. */
  newWaiting: boolean;
  returning: boolean;
  /** By area, while returning: mean recall of what is due as predicted, as corrected by the answers so far, and really. */
  areas: { predicted: number; corrected: number; recall: number }[];
  /** What a review of the day was predicted, uncorrected and as planned, and what recall there really was. */
  reviews: SimReview[];
};

export type Run = {
  days: SimDay[];
  /** By concept: the day it opened and the day of its first item, null when there was none. */
  opening: Map<string, { opened: number; begun: number | null }>;
  never: string[];
  open: number;
  /** Mean recall over all items at the end, 0 for those never asked. */
  knowledge: number;
  begun: number;
};

/** A learner who studies each evening until the minutes are spent or nothing is left to ask. */
export function simulate(settings: Settings): Run {
  const { seed, days, minutesPerDay, newPerDay, spread, away, awayCost = 1, probing, fitting, slips = 0 } = settings;
  const { concepts, items } = simulatedBank();
  const byId = new Map(items.map((item) => [item.itemId, item]));
  const dice = new Dice(seed);
  const memory = new Memory(perturbedWeights(dice, spread));
  const ease = new Map(items.map(({ itemId }) => [itemId, Math.exp(spread * normal(dice))]));
  const topicOf = new Map(concepts.map(({ id, topic }) => [id, topic]));
  const study = new Study(concepts, items);
  const traces = new Map<string, Trace>();
  const reviewDays = new Set<number>();
  const results: (ProbeResult & { day: number })[] = [];
  const openedOn = new Map<string, number>();
  const begunOn = new Map<string, number>();
  const record: SimDay[] = [];
  let today = 0;

  for (let day = 0; day < days; day++) {
    if (away && day >= away[0] && day < away[1]) continue;
    if (day === away?.[1]) fade(traces, awayCost);
    let spent = 0;
    let introduced = 0;
    const history: { itemId: string; conceptId: string }[] = [];
    const reviews: SimReview[] = [];
    const factor = fitting ? study.stabilityFactor() : 1;
    const input = (): QueueInput => ({
      ...study.input(),
      history,
      budgetMinutes: Math.max(0, minutesPerDay - spent / 60),
      newPerDay: settings.firstNew === false ? newPerDay + 1 : newPerDay,
      newToday: settings.firstNew === false ? introduced + 1 : introduced,
      context: scheduleContext({
        now: new Date(START + day * DAY + spent * 1000),
        utcOffsetMinutes: 0,
        stabilityFactor: factor,
      }),
    });
    const evening = input();
    today = studyDay(evening.context.now, evening.context);
    const due = evening.cards.filter(({ card }) => (dueDay(card) ?? Number.POSITIVE_INFINITY) <= today);
    const overdue = due.map(({ card }) => today - (dueDay(card) ?? today));
    const back = probing ? absence(evening, [...reviewDays], minutesPerDay) : null;
    const resultsSince = () => results.filter((result) => back !== null && result.day >= back.since);
    const returning = (): Return | undefined =>
      back ? { since: back.since, topicOf, results: resultsSince() } : undefined;
    for (const id of openConcepts(study.concepts)) if (!openedOn.has(id)) openedOn.set(id, day);

    const areas = back
      ? [...new Set(topicOf.values())].flatMap((topic) => {
          const correction = correctionOf(topic, resultsSince());
          const recalls = due.flatMap(({ itemId, conceptId, card }) => {
            const trace = traces.get(itemId);
            if (!trace || trace.day >= back.since || topicOf.get(conceptId) !== topic) return [];
            const predicted = retrievability(card, evening.context.now, evening.context);
            return [{ predicted, corrected: corrected(predicted, correction), recall: memory.recall(trace, today) }];
          });
          const mean = (of: (one: (typeof recalls)[number]) => number) => meanOf(recalls.map(of));
          if (recalls.length < 5) return [];
          return [
            { predicted: mean((r) => r.predicted), corrected: mean((r) => r.corrected), recall: mean((r) => r.recall) },
          ];
        })
      : [];

    let left = { due: 0, new: 0 };
    let newWaiting = false;
    for (;;) {
      const now = input();
      const absent = returning();
      const next = plan(absent ? { ...now, returning: absent } : now);
      left = next.left;
      const [head] = next.items;
      if (history.length === 0) newWaiting = left.new > 0 || next.items.some(({ reason }) => reason.kind === "new");
      if (!head) break;
      const item = byId.get(head.itemId) as SimItem;
      const { itemId, conceptId } = item;
      const card = study.cards.get(itemId)?.card ?? null;
      const trace = traces.get(itemId);
      const meant = answer(card, trace ? memory.recall(trace, today) : null, dice);
      const slipped = meant !== "again" && slips > 0 && dice.integer(0, 9999) < slips * 10_000;
      const grade = slipped ? "again" : meant;
      if (grade === "again" && (card === null || card.state === "review")) settings.onWrong?.(item, slipped);
      if (card?.state === "review" && trace && !history.some((one) => one.itemId === itemId)) {
        const predicted = retrievability(card, now.context.now, now.context);
        const planned = "retrievability" in head.reason ? head.reason.retrievability : predicted;
        reviews.push({
          predicted,
          planned,
          recall: memory.recall(trace, today) * (1 - slips),
        });
        if (back && trace.day < back.since)
          results.push({ topic: topicOf.get(conceptId) ?? "", predicted, recalled: grade !== "again", day: today });
      }
      const known = trace ? memory.after(trace, meant, today) : memory.first(meant, today, ease.get(itemId) ?? 1);
      traces.set(itemId, known);
      if (!card) introduced++;
      if (!begunOn.has(conceptId)) begunOn.set(conceptId, day);
      const seconds = (card ? SECONDS[grade] : SECONDS.new) * Math.exp(SECONDS_SPREAD * normal(dice));
      study.record(item, grade, seconds, now.context);
      spent += seconds;
      history.push({ itemId, conceptId });
    }
    reviewDays.add(today);
    record.push({
      day,
      minutes: spent / 60,
      leftDue: left.due,
      workLeft: left.due > 0 || (left.new > 0 && introduced < newPerDay),
      backlogMinutes: due.reduce((sum, entry) => sum + secondsFor(entry, false, evening.pace), 0) / 60,
      longestOverdue: Math.max(0, ...overdue),
      introduced,
      newWaiting,
      returning: back !== null,
      areas,
      reviews,
    });
  }
  const never = items.filter(({ itemId, conceptId }) => openedOn.has(conceptId) && !study.cards.has(itemId));
  const recalls = items.map(({ itemId }) => {
    const trace = traces.get(itemId);
    return trace ? memory.recall(trace, today) : 0;
  });
  return {
    days: record,
    opening: new Map([...openedOn].map(([id, opened]) => [id, { opened, begun: begunOn.get(id) ?? null }])),
    never: never.map(({ itemId }) => itemId),
    open: openedOn.size,
    knowledge: meanOf(recalls),
    begun: study.cards.size,
  };
}

/** Verification's grade: of a new item by luck, in a step nearly always right, else by what is remembered. */
function answer(card: CardState | null, recall: number | null, dice: Dice): Grade {
  const luck = dice.integer(0, 9999) / 10_000;
  if (card === null || recall === null) return luck < 0.35 ? "again" : luck < 0.5 ? "hard" : "good";
  if (card.state !== "review") return luck < 0.08 ? "again" : luck < 0.2 ? "hard" : "good";
  if (luck >= recall) return "again";
  return luck < 0.15 * recall ? "hard" : "good";
}

function fade(traces: Map<string, Trace>, factor: number): void {
  for (const [itemId, trace] of traces) {
    const area = Math.floor(Number(itemId.slice(1, 3)) / 5);
    if (area % 2 === 0) traces.set(itemId, { ...trace, stability: trace.stability * factor });
  }
}

export function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
}
