import { Dice } from "#lib/item/dice.ts";
import { type CardState, type Grade, scheduleContext } from "#lib/schedule/card.ts";
import { DEFAULT_PACE, medianSeconds } from "#lib/schedule/pace.ts";
import { plan, type QueueInput } from "#lib/schedule/queue.ts";
import { rate } from "#lib/schedule/rate.ts";
import { retrievability } from "#lib/schedule/retrievability.ts";
import { absence, corrected, correctionOf, type ProbeResult } from "#lib/schedule/return.ts";
import { dueDay, studyDay } from "#lib/schedule/study-day.ts";
import { simulatedBank } from "./bank.ts";
import { Memory, normal, perturbedWeights, type Trace } from "./memory.ts";

const SECONDS = { new: 60, again: 50, hard: 35, good: 22, easy: 14 } as const;
const SECONDS_SPREAD = 0.25;
const START = Date.UTC(2026, 0, 5, 18);
const TIMED_ANSWERS = 9;

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
};

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
  returning: boolean;
  /** By area, while returning: mean recall of what is due as predicted, as corrected by the answers so far, and really. */
  areas: { predicted: number; corrected: number; recall: number }[];
  /** What a review of the day was predicted, uncorrected and as planned, and what recall there really was. */
  reviews: { predicted: number; planned: number; recall: number }[];
};

export type Run = { days: SimDay[]; waits: Map<string, number>; never: string[]; open: number };

/** A learner who studies each evening until the minutes are spent or nothing is left to ask. */
export function simulate(settings: Settings): Run {
  const { seed, days, minutesPerDay, newPerDay, spread, away, awayCost = 1, probing } = settings;
  const { concepts, items } = simulatedBank();
  const dice = new Dice(seed);
  const memory = new Memory(perturbedWeights(dice, spread));
  const ease = new Map(items.map(({ itemId }) => [itemId, Math.exp(spread * normal(dice))]));
  const topicOf = new Map(concepts.map(({ id, topic }) => [id, topic]));
  const itemsOf = new Map<string, number>();
  for (const { conceptId } of items) itemsOf.set(conceptId, (itemsOf.get(conceptId) ?? 0) + 1);
  const traces = new Map<string, Trace>();
  const cards = new Map<string, CardState>();
  const times = new Map<string, number[]>();
  const rightUnaided = new Map<string, Set<string>>();
  const reviewDays = new Set<number>();
  const results: (ProbeResult & { day: number })[] = [];
  const openedOn = new Map<string, number>();
  const waits = new Map<string, number>();
  const record: SimDay[] = [];

  for (let day = 0; day < days; day++) {
    if (away && day >= away[0] && day < away[1]) continue;
    if (day === away?.[1]) fade(traces, awayCost);
    let spent = 0;
    let introduced = 0;
    const history: { itemId: string; conceptId: string }[] = [];
    const reviews: SimDay["reviews"] = [];
    const input = (): QueueInput => ({
      cards: items.flatMap(({ itemId, conceptId }) => {
        const card = cards.get(itemId);
        return card ? [{ itemId, conceptId, card }] : [];
      }),
      newItems: items.filter(({ itemId }) => !cards.has(itemId)),
      concepts: concepts.map(({ id, needs }) => ({
        id,
        needs,
        items: itemsOf.get(id) ?? 0,
        rightUnaided: rightUnaided.get(id)?.size ?? 0,
        placed: false,
        known: false,
      })),
      history,
      pace: { ...DEFAULT_PACE, items: new Map([...times].map(([id, list]) => [id, medianSeconds(list) ?? 30])) },
      budgetMinutes: minutesPerDay - spent / 60,
      newPerDay,
      newToday: introduced,
      context: scheduleContext({ now: new Date(START + day * 86_400_000 + spent * 1000), utcOffsetMinutes: 0 }),
    });
    const evening = input();
    const today = studyDay(evening.context.now, evening.context);
    const due = evening.cards.filter(({ card }) => (dueDay(card) ?? Number.POSITIVE_INFINITY) <= today);
    const overdue = due.map(({ card }) => today - (dueDay(card) ?? today));
    const secondsOf = (itemId: string) => evening.pace.items.get(itemId) ?? 30;
    const back = probing ? absence(evening, [...reviewDays], minutesPerDay) : null;
    for (const { id, needs } of concepts) {
      const met = needs.every((need) => (rightUnaided.get(need)?.size ?? 0) >= 3);
      if (met && !openedOn.has(id)) openedOn.set(id, day);
    }

    const areas = back
      ? [...new Set(topicOf.values())].flatMap((topic) => {
          const correction = correctionOf(
            topic,
            results.filter((result) => result.day >= back.since),
          );
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
    for (;;) {
      const now = input();
      const since = results.filter((result) => back !== null && result.day >= back.since);
      const next = plan(back ? { ...now, returning: { since: back.since, topicOf, results: since } } : now);
      left = next.left;
      const [head] = next.items;
      if (!head) break;
      const { itemId, conceptId } = head;
      const card = cards.get(itemId) ?? null;
      const trace = traces.get(itemId);
      const grade = answer(card, trace ? memory.recall(trace, today) : null, dice);
      if (card?.state === "review" && trace && !history.some((one) => one.itemId === itemId)) {
        const predicted = retrievability(card, now.context.now, now.context);
        const planned = "retrievability" in head.reason ? head.reason.retrievability : predicted;
        reviews.push({ predicted, planned, recall: memory.recall(trace, today) });
        if (back && trace.day < back.since)
          results.push({ topic: topicOf.get(conceptId) ?? "", predicted, recalled: grade !== "again", day: today });
      }
      const known = trace ? memory.after(trace, grade, today) : memory.first(grade, today, ease.get(itemId) ?? 1);
      traces.set(itemId, known);
      cards.set(itemId, rate(card, grade, now.context));
      if (!card) introduced++;
      if (!card) waits.set(itemId, day - (openedOn.get(conceptId) ?? day));
      if (grade === "good") rightUnaided.set(conceptId, (rightUnaided.get(conceptId) ?? new Set()).add(itemId));
      const seconds = (card ? SECONDS[grade] : SECONDS.new) * Math.exp(SECONDS_SPREAD * normal(dice));
      times.set(itemId, [...(times.get(itemId) ?? []), seconds].slice(-TIMED_ANSWERS));
      spent += seconds;
      history.push({ itemId, conceptId });
    }
    reviewDays.add(today);
    record.push({
      day,
      minutes: spent / 60,
      leftDue: left.due,
      workLeft: left.due > 0 || (left.new > 0 && introduced < newPerDay),
      backlogMinutes: due.reduce((sum, { itemId }) => sum + secondsOf(itemId), 0) / 60,
      longestOverdue: Math.max(0, ...overdue),
      introduced,
      returning: back !== null,
      areas,
      reviews,
    });
  }
  const never = items.filter(({ itemId, conceptId }) => openedOn.has(conceptId) && !cards.has(itemId));
  return { days: record, waits, never: never.map(({ itemId }) => itemId), open: openedOn.size };
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
