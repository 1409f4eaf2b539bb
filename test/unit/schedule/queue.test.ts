import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CardState, type Grade, scheduleContext } from "#lib/schedule/card.ts";
import { DEFAULT_PACE } from "#lib/schedule/pace.ts";
import { placedCard } from "#lib/schedule/place.ts";
import type { ConceptProgress } from "#lib/schedule/prerequisites.ts";
import { type NewItem, plan, type QueueCard, type QueueInput } from "#lib/schedule/queue.ts";
import { rate } from "#lib/schedule/rate.ts";
import { studyDay } from "#lib/schedule/study-day.ts";
import { today } from "#lib/schedule/today.ts";

const DAY = 86_400_000;
const noon = new Date("2026-05-10T12:00:00Z");
const onDay = (days: number) => scheduleContext({ now: new Date(noon.getTime() + days * DAY), utcOffsetMinutes: 0 });
const atMinute = (minutes: number) => onDay(minutes / 1440);

/** A card of an item named concept/name that was last seen `ago` days before with this stability. */
const seen = (itemId: string, stability: number, ago: number): QueueCard => {
  return { itemId, conceptId: itemId.split("/")[0], card: placedCard({ stability, difficulty: 5 }, onDay(-ago)) };
};
const held = (itemId: string, card: CardState): QueueCard => ({ itemId, conceptId: itemId.split("/")[0], card });
const fresh = (itemId: string, order = 0): NewItem => ({ itemId, conceptId: itemId.split("/")[0], order });
const concept = (id: string, needs: string[] = [], extra: Partial<ConceptProgress> = {}): ConceptProgress => {
  return { id, needs, items: 5, rightUnaided: 0, placed: false, known: false, ...extra };
};
const input = (given: Partial<QueueInput>): QueueInput => ({
  cards: [],
  newItems: [],
  concepts: [],
  history: [],
  pace: DEFAULT_PACE,
  budgetMinutes: null,
  newPerDay: null,
  newToday: 0,
  context: onDay(0),
  ...given,
});
const ids = (given: Partial<QueueInput>) => plan(input(given)).items.map(({ itemId }) => itemId);
const asked = (...itemIds: string[]) => itemIds.map((itemId) => ({ itemId, conceptId: itemId.split("/")[0] }));

describe("order", () => {
  test("steps whose minute has come, then due reviews, then new items, each with its reason", () => {
    const lapsed = rate(null, "again", atMinute(-11));
    const given = input({
      newItems: [fresh("d/1")],
      cards: [seen("b/1", 10, 12), held("a/1", lapsed), seen("c/1", 10, 9)],
      concepts: [concept("d")],
    });
    expect(plan(given)).toEqual({
      items: [
        { itemId: "a/1", conceptId: "a", seconds: 30, reason: { kind: "step", due: atMinute(-1).now } },
        {
          itemId: "b/1",
          conceptId: "b",
          seconds: 30,
          reason: { kind: "review", retrievability: expect.closeTo(0.886993, 6), overdueDays: 2, oldest: false },
        },
        { itemId: "d/1", conceptId: "d", seconds: 60, reason: { kind: "new" } },
      ],
      minutes: 2,
      left: { due: 0, new: 0 },
    });
  });

  test("reviews go by risk: what is least likely to be recalled is asked first", () => {
    expect(ids({ cards: [seen("a/1", 100, 105), seen("b/1", 2, 8), seen("c/1", 10, 15)] })).toEqual([
      "b/1",
      "c/1",
      "a/1",
    ]);
  });

  test("every fifth answer the longest overdue review goes first, counted over the session", () => {
    const shaky = ["a/1", "b/1", "c/1", "d/1", "e/1", "f/1"].map((id) => seen(id, 1, 5));
    const cards = [...shaky, seen("z/1", 300, 306)];
    expect(ids({ cards })).toEqual(["a/1", "b/1", "c/1", "d/1", "z/1", "e/1", "f/1"]);
    expect(ids({ cards, history: asked("x/1", "x/2", "y/1") })).toEqual([
      "a/1",
      "z/1",
      "b/1",
      "c/1",
      "d/1",
      "e/1",
      "f/1",
    ]);
  });

  test("a review that has waited for a week opens the session, in time for a short one or for a long question", () => {
    const shaky = ["a/1", "b/1", "c/1"].map((id) => seen(id, 1, 5));
    const waited = (days: number) => [...shaky, seen("z/1", 300, 300 + days)];
    expect(ids({ cards: waited(6) })[0]).toBe("a/1");
    expect(ids({ cards: waited(7) })[0]).toBe("z/1");
    expect(ids({ cards: waited(7), history: asked("x/1") })[0]).toBe("a/1");
    const pace = { ...DEFAULT_PACE, items: new Map([["z/1", 400]]) };
    expect(ids({ cards: waited(6), pace, budgetMinutes: 5 })).not.toContain("z/1");
    expect(ids({ cards: waited(7), pace, budgetMinutes: 5 })).toEqual(["z/1"]);
  });

  test("no two of a concept follow each other if it can be helped, nor the one asked just before", () => {
    const cards = [seen("a/1", 2, 9), seen("a/2", 2, 8), seen("b/1", 2, 7), seen("b/2", 2, 6)];
    expect(ids({ cards })).toEqual(["a/1", "b/1", "a/2", "b/2"]);
    expect(ids({ cards, history: asked("a/9") })).toEqual(["b/1", "a/1", "b/2", "a/2"]);
  });

  test("a card that is new is refused among the cards", () => {
    const card = { ...placedCard({ stability: 3, difficulty: 5 }, onDay(0)), state: "new" as const };
    expect(() => plan(input({ cards: [held("a/1", card)] }))).toThrow("Card of a/1 is new");
  });
});

describe("new items", () => {
  const chain = (rightUnaided: number) => [concept("sgd", [], { rightUnaided }), concept("adam", ["sgd"])];

  test("wait until what their concept needs is met", () => {
    const newItems = [fresh("adam/1"), fresh("sgd/4")];
    expect(ids({ newItems, concepts: chain(2) })).toEqual(["sgd/4"]);
    expect(ids({ newItems, concepts: chain(3) })).toEqual(["sgd/4", "adam/1"]);
  });

  test("come three a concept in prerequisite order before the next three of any", () => {
    const of = (id: string) => [1, 2, 3, 4].map((order) => fresh(`${id}/${order}`, order));
    const given = { newItems: [...of("b"), ...of("a")], concepts: [concept("a"), concept("b")] };
    const chosen = (newPerDay: number) =>
      ids({ ...given, newPerDay })
        .toSorted()
        .join(" ");
    expect(chosen(3)).toBe("a/1 a/2 a/3");
    expect(chosen(5)).toBe("a/1 a/2 a/3 b/1 b/2");
    expect(chosen(7)).toBe("a/1 a/2 a/3 a/4 b/1 b/2 b/3");
    const begun = [seen("a/8", 9, 1), seen("a/9", 9, 1)];
    expect(ids({ ...given, cards: begun, newPerDay: 2 }).toSorted()).toEqual(["a/1", "b/1"]);
  });

  test("keep to the day's number, and what is held back is reported", () => {
    const newItems = [1, 2, 3, 4].map((order) => fresh(`a/${order}`, order));
    const given = input({ newItems, concepts: [concept("a")], newPerDay: 3, newToday: 1 });
    expect(plan(given).items.map(({ itemId }) => itemId)).toEqual(["a/1", "a/2"]);
    expect(plan(given).left).toEqual({ due: 0, new: 2 });
    expect(plan({ ...given, newToday: 7 }).items).toEqual([]);
  });

  test("an item whose concept is not in the graph needs nothing and comes last", () => {
    expect(ids({ newItems: [fresh("notes/1"), fresh("sgd/1")], concepts: [concept("sgd")] })).toEqual([
      "sgd/1",
      "notes/1",
    ]);
  });
});

describe("a lapse returns in the same session", () => {
  const lapsed = rate(placedCard({ stability: 9, difficulty: 5 }, onDay(-9)), "again", onDay(0));

  test("not at once while anything else is left", () => {
    const cards = [held("a/1", lapsed), seen("a/2", 2, 9), seen("a/3", 2, 8)];
    expect(ids({ cards, history: asked("a/1") })).toEqual(["a/2", "a/3", "a/1"]);
  });

  test("ahead of its minute when nothing else is left", () => {
    const given = input({ cards: [held("a/1", lapsed)], history: asked("a/1"), context: atMinute(1) });
    expect(plan(given).items[0]).toMatchObject({ itemId: "a/1", reason: { kind: "ahead", due: atMinute(10).now } });
  });

  test("two lapses alternate", () => {
    const cards = [held("a/1", lapsed), held("a/2", rate(null, "again", atMinute(1)))];
    expect(ids({ cards, history: asked("a/2", "a/1"), context: atMinute(2) })).toEqual(["a/2", "a/1"]);
    expect(ids({ cards, history: asked("a/1", "a/2"), context: atMinute(2) })).toEqual(["a/1", "a/2"]);
  });

  test("first, once its minute has come", () => {
    const cards = [seen("b/1", 2, 9), held("a/1", lapsed)];
    expect(ids({ cards, history: asked("a/1", "c/1"), context: atMinute(10) })).toEqual(["a/1", "b/1"]);
  });

  test("its time is kept free in the budget", () => {
    const cards = [held("a/1", lapsed), seen("b/1", 2, 9), seen("c/1", 2, 8), seen("d/1", 2, 7)];
    const given = input({ cards, budgetMinutes: 1, history: asked("a/1") });
    expect(plan(given).items.map(({ itemId }) => itemId)).toEqual(["b/1", "a/1"]);
    expect(plan(given).left).toEqual({ due: 2, new: 0 });
  });

  test("a step more than twenty minutes off is not shown", () => {
    const later = rate(null, "again", { ...onDay(0), learningSteps: [60] });
    expect(ids({ cards: [held("a/1", later)], context: atMinute(39) })).toEqual([]);
    expect(ids({ cards: [held("a/1", later)], context: atMinute(40) })).toEqual(["a/1"]);
  });
});

describe("budget", () => {
  const pace = { ...DEFAULT_PACE, items: new Map([["b/1", 200]]) };
  const cards = [seen("a/1", 2, 9), seen("b/1", 2, 8), seen("c/1", 2, 7)];

  test("what does not fit is passed over and reported", () => {
    const result = plan(input({ cards, pace, budgetMinutes: 2 }));
    expect(result.items.map(({ itemId }) => itemId)).toEqual(["a/1", "c/1"]);
    expect(result).toMatchObject({ minutes: 1, left: { due: 1, new: 0 } });
  });

  test("the first question of a day is begun while any time is left, none when it is spent", () => {
    expect(ids({ cards: [seen("b/1", 2, 8)], pace, budgetMinutes: 0.1 })).toEqual(["b/1"]);
    expect(plan(input({ cards, pace, budgetMinutes: 0 }))).toEqual({ items: [], minutes: 0, left: { due: 3, new: 0 } });
  });

  test("every other question only if it should end within the minutes, be it due, a step or new", () => {
    const half = { budgetMinutes: 0.49, history: asked("x/1") };
    const lapsed = held("a/1", rate(null, "again", onDay(0)));
    expect(ids({ cards: [seen("a/1", 2, 9)], ...half })).toEqual([]);
    expect(ids({ cards: [lapsed], ...half, context: atMinute(10) })).toEqual([]);
    expect(ids({ cards: [lapsed], ...half, context: atMinute(1) })).toEqual([]);
    expect(ids({ newItems: [fresh("d/1")], ...half, budgetMinutes: 0.99 })).toEqual([]);
    expect(ids({ cards: [seen("a/1", 2, 9)], ...half, budgetMinutes: 0.5 })).toEqual(["a/1"]);
    expect(plan(input({ cards: [seen("a/1", 2, 9)], ...half })).left).toEqual({ due: 1, new: 0 });
  });

  test("a session begun after another of the same day is not the day's beginning", () => {
    const given = { cards: [seen("a/1", 2, 9)], budgetMinutes: 0.4 };
    expect(ids({ ...given, minutesSpent: 14.6 })).toEqual([]);
    expect(ids({ ...given, minutesSpent: 0 })).toEqual(["a/1"]);
  });
});

describe("the day's first new item", () => {
  const names = ["a/1", "b/1", "c/1", "e/1", "f/1", "g/1", "h/1", "i/1"];
  const cards = names.map((id) => seen(id, 2, 5));
  const wall = { cards, newItems: [fresh("n/1"), fresh("n/2")], concepts: [concept("n")], history: asked("x/1") };

  test("has its minute kept free where more reviews are due than fit", () => {
    expect(ids({ ...wall, budgetMinutes: 3.5 })).toEqual(["a/1", "b/1", "c/1", "e/1", "f/1", "n/1"]);
    expect(ids({ ...wall, budgetMinutes: 3.5, newToday: 1 })).toEqual(names.slice(0, 7));
  });

  test("goes before reviews when no more than three times its minute is left", () => {
    expect(ids({ ...wall, budgetMinutes: 3 })).toEqual(["n/1", "a/1", "b/1", "c/1", "e/1"]);
    expect(ids({ ...wall, budgetMinutes: 1 })).toEqual(["n/1"]);
    expect(ids({ ...wall, budgetMinutes: 0.9 })).toEqual(["a/1"]);
  });

  test("opens no day while reviews are due, however few its minutes", () => {
    expect(ids({ ...wall, history: [], budgetMinutes: 1 })).toEqual(["a/1", "b/1"]);
    expect(ids({ ...wall, history: [], cards: [], budgetMinutes: 1 })).toEqual(["n/1"]);
  });

  test("waits where the day's number is none, and after an absence", () => {
    expect(ids({ ...wall, budgetMinutes: 2, newPerDay: 0 })).toEqual(names.slice(0, 4));
    const since = studyDay(onDay(0).now, onDay(0));
    const returning = { since, topicOf: new Map<string, string>(), results: [] };
    expect(ids({ ...wall, budgetMinutes: 2, returning })).not.toContain("n/1");
  });

  test("is the one aimed at a misconception where that may come", () => {
    const targeted = { items: [{ itemId: "n/2", misconception: "sign-lost" }], asked: 0 };
    const given = input({ ...wall, budgetMinutes: 3.5, cards: cards.slice(0, 1), targeted, newPerDay: 1 });
    const kinds = plan(given).items.map(({ itemId, reason }) => `${itemId} ${reason.kind}`);
    expect(kinds).toEqual(["a/1 review", "n/2 targeted"]);
  });
});

describe("today", () => {
  test("counts what is due, what is being learnt, what may begin, and the minutes of the plan", () => {
    const given = input({
      cards: [seen("a/1", 2, 9), seen("b/1", 50, 9), held("c/1", rate(null, "again", atMinute(-3)))],
      newItems: [fresh("d/1", 1), fresh("d/2", 2), fresh("e/1", 1)],
      concepts: [concept("d"), concept("e", ["d"])],
      newPerDay: 1,
      budgetMinutes: 15,
    });
    expect(today(given)).toEqual({ due: 1, learning: 1, new: 1, minutes: 2, nextDue: null });
  });

  test("says when the next thing falls due if nothing is now", () => {
    const cards = [seen("a/1", 50, 9), seen("b/1", 10, 8)];
    const none = { due: 0, learning: 0, new: 0, minutes: 0 };
    expect(today(input({ cards }))).toEqual({ ...none, nextDue: new Date("2026-05-12T04:00:00Z") });
    const later = rate(null, "again", { ...onDay(0), learningSteps: [60] });
    expect(today(input({ cards: [...cards, held("c/1", later)] })).nextDue).toEqual(atMinute(60).now);
    const waiting = { newItems: [fresh("d/1")], concepts: [concept("d")], newPerDay: 3, newToday: 3 };
    expect(today(input({ cards, ...waiting })).nextDue).toEqual(new Date("2026-05-11T04:00:00Z"));
    const stopped = { ...waiting, newPerDay: 0, newToday: 0 };
    expect(today(input({ cards, ...stopped })).nextDue).toEqual(new Date("2026-05-12T04:00:00Z"));
    expect(today(input({})).nextDue).toBe(null);
  });
});

describe("for any state of learning", () => {
  const entry = fc.record({
    concept: fc.constantFrom("a", "b", "c", "d"),
    stability: fc.double({ min: 0.1, max: 200, noNaN: true }),
    ago: fc.integer({ min: 0, max: 300 }),
    lapsed: fc.boolean(),
    minutesAgo: fc.integer({ min: 0, max: 40 }),
  });
  const state = fc.record({
    entries: fc.array(entry, { maxLength: 15 }),
    fresh: fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 8 }),
    right: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 4, maxLength: 4 }),
    budgetMinutes: fc.option(fc.double({ min: 0, max: 12, noNaN: true })),
    newPerDay: fc.option(fc.integer({ min: 0, max: 6 })),
    last: fc.option(fc.nat({ max: 14 })),
  });
  const build = (drawn: typeof state extends fc.Arbitrary<infer T> ? T : never) => {
    const cards = drawn.entries.map((one, i) => {
      const card = seen(`${one.concept}/${i}`, one.stability, one.ago + (one.lapsed ? 1 : 0));
      return one.lapsed ? { ...card, card: rate(card.card, "again", atMinute(-one.minutesAgo)) } : card;
    });
    const concepts = ["a", "b", "c", "d"].map((id, i) =>
      concept(id, i > 0 ? ["a", "b", "c", "d"].slice(i - 1, i) : [], { rightUnaided: drawn.right[i] }),
    );
    const newItems = drawn.fresh.map((id, i) => fresh(`${id}/new${i}`, i));
    const last = drawn.last === null ? undefined : cards[drawn.last];
    const { budgetMinutes, newPerDay } = drawn;
    return input({ cards, concepts, newItems, budgetMinutes, newPerDay, history: last ? [last] : [] });
  };

  test("a plan keeps budget and prerequisites, repeats nothing and accounts for everything", () => {
    fc.assert(
      fc.property(state, (drawn) => {
        const given = build(drawn);
        const { items, minutes, left } = plan(given);
        expect(new Set(items.map(({ itemId }) => itemId)).size).toBe(items.length);
        const begun = given.history.length > 0;
        if (begun || items.length > 1) expect(minutes).toBeLessThanOrEqual((given.budgetMinutes ?? Infinity) + 1e-9);
        if (!begun && given.budgetMinutes !== 0 && left.due > 0) expect(items.length).toBeGreaterThan(0);

        const fresh = items.filter(({ reason }) => reason.kind === "new");
        expect(fresh.length).toBeLessThanOrEqual(given.newPerDay ?? Infinity);
        for (const { conceptId } of fresh) {
          const index = "abcd".indexOf(conceptId);
          expect(index === 0 || drawn.right[index - 1] >= 3).toBe(true);
        }
        const unlimited = plan({ ...given, budgetMinutes: null, newPerDay: null });
        expect(unlimited.left).toEqual({ due: 0, new: 0 });
        expect(items.length + left.due + left.new).toBe(unlimited.items.length);

        const [first, second] = items;
        if (second) expect(first.itemId).not.toBe(given.history.at(-1)?.itemId);
        const firstAhead = items.findIndex(({ reason }) => reason.kind === "ahead");
        const others = items.slice(firstAhead).filter(({ reason }) => reason.kind !== "ahead");
        const swapped = firstAhead === 0 && others.length === 1;
        if (firstAhead >= 0 && !swapped) expect(others).toEqual([]);
      }),
    );
  });

  test("the same input gives the same plan in whatever order the cards come", () => {
    fc.assert(
      fc.property(state, (drawn) => {
        const given = build(drawn);
        expect(plan({ ...given, cards: given.cards.toReversed() })).toEqual(plan(given));
      }),
    );
  });
});

/** Drills with a grade decided per item, one question every half minute, until the budget of the day is spent. */
function drill(
  cards: Map<string, CardState>,
  waiting: NewItem[],
  concepts: () => ConceptProgress[],
  day: number,
  budgetMinutes: number,
  gradeOf: (itemId: string) => Grade,
): string[] {
  const history: { itemId: string; conceptId: string }[] = [];
  for (let spent = 0; ; ) {
    const context = onDay(day + spent / 1440);
    const queue = input({
      cards: [...cards].map(([itemId, card]) => held(itemId, card)),
      newItems: waiting.filter(({ itemId }) => !cards.has(itemId)),
      concepts: concepts(),
      history,
      context,
      budgetMinutes: budgetMinutes - spent,
    });
    const next = plan(queue).items[0];
    if (!next) return history.map(({ itemId }) => itemId);
    cards.set(next.itemId, rate(cards.get(next.itemId) ?? null, gradeOf(next.itemId), context));
    history.push({ itemId: next.itemId, conceptId: next.conceptId });
    spent += next.seconds / 60;
  }
}

describe("over days", () => {
  test("a lapse is asked again in its session, and the session ends", () => {
    const cards = new Map([["a/1", placedCard({ stability: 9, difficulty: 5 }, onDay(-9))]]);
    let answers = 0;
    const grades: Grade[] = ["again", "again", "good"];
    expect(
      drill(
        cards,
        [],
        () => [],
        0,
        20,
        () => grades[answers++],
      ),
    ).toEqual(["a/1", "a/1", "a/1"]);
    expect(cards.get("a/1")).toMatchObject({ state: "review", lapses: 1 });
  });

  test("a whole chain of concepts is opened step by step and every new item is asked", () => {
    const names = ["sgd", "momentum", "adam"];
    const waiting = names.flatMap((id) => [1, 2, 3, 4, 5].map((order) => fresh(`${id}/${order}`, order)));
    const cards = new Map<string, CardState>();
    const right = (id: string) => [...cards.keys()].filter((itemId) => itemId.startsWith(`${id}/`)).length;
    const concepts = () => names.map((id, i) => concept(id, names.slice(i - 1, i), { rightUnaided: right(id) }));
    const order = drill(cards, waiting, concepts, 0, 60, () => "good");
    expect(order.toSorted()).toEqual(waiting.map(({ itemId }) => itemId).toSorted());
    expect(order.slice(0, 3)).toEqual(["sgd/1", "sgd/2", "sgd/3"]);
    expect(order.indexOf("momentum/1")).toBe(3);
    expect(order.indexOf("adam/1")).toBeGreaterThan(order.indexOf("momentum/3"));
  });

  test("a stable card is not starved by shaky ones that fill every day's budget", () => {
    const cards = new Map<string, CardState>([["z/1", placedCard({ stability: 300, difficulty: 5 }, onDay(-301))]]);
    for (let i = 0; i < 40; i++) {
      cards.set(`c${i}/1`, placedCard({ stability: 0.3, difficulty: 9 }, onDay(-3)));
    }
    const dayAsked = Array.from({ length: 30 }, (_, day) =>
      drill(
        cards,
        [],
        () => [],
        day,
        6,
        (itemId) => (itemId === "z/1" ? "good" : "again"),
      ),
    ).findIndex((items) => items.includes("z/1"));
    expect(dayAsked).toBeGreaterThanOrEqual(0);
    expect(dayAsked).toBeLessThan(25);
  });
});
