import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Change, ExamKeeper, type Keeping, type Sent, type Unsent } from "#app/exam/[id]/exam-keeper.ts";
import type { QuestionState } from "#app/exam/view.ts";
import type { Answer } from "#lib/grade/answer.ts";

beforeEach(() => void vi.useFakeTimers({ now: 1000 }));
afterEach(() => void vi.useRealTimers());

const blank: QuestionState = {
  answer: null,
  typedAt: 0,
  certainty: null,
  flagged: false,
  skipped: false,
  seconds: 0,
};
const text = (value: string): Answer => ({ kind: "numeric", text: value });

function keep(given: Partial<Keeping> = {}) {
  const sent: Change[] = [];
  const local = new Map<number, Unsent>();
  const heard: number[] = [];
  const keeper = new ExamKeeper({
    states: [blank, blank, blank],
    local: {
      read: (place) => local.get(place) ?? null,
      write: (place, unsent) => (unsent ? local.set(place, unsent) : local.delete(place)),
    },
    send: async (change): Promise<Sent> => {
      sent.push(change);
      return { kind: "saved", spent: Date.now() / 1000, answer: change.answer ?? { value: null, typedAt: 0 } };
    },
    now: Date.now,
    onSpent: (spent) => heard.push(spent),
    ...given,
  });
  return { keeper, sent, local, heard };
}

test("what is typed is in the browser at once and on the server after a pause, once", async () => {
  const { keeper, sent, local, heard } = keep();
  keeper.answer(1, text("4"));
  keeper.answer(1, text("42"));
  expect(keeper.states()[1].answer).toEqual(text("42"));
  expect(local.get(1)).toMatchObject({ answer: text("42"), parts: ["answer", "skipped"] });
  expect([sent, keeper.saving()]).toEqual([[], "saving"]);
  await vi.advanceTimersByTimeAsync(700);
  expect(sent).toEqual([{ place: 1, answer: { value: text("42"), typedAt: 1001 }, skipped: false, seconds: 0 }]);
  expect([keeper.saving(), local.size, heard.length]).toEqual(["saved", 0, 1]);
});

test("only what changed is sent: a flag does not carry an answer along", async () => {
  const { keeper, sent } = keep();
  keeper.flag(0, true);
  keeper.certain(2, 3);
  await vi.advanceTimersByTimeAsync(700);
  expect(sent).toEqual([
    { place: 0, flagged: true, seconds: 0 },
    { place: 2, certainty: 3, seconds: 0 },
  ]);
});

test("what does not arrive is kept, said, and sent again until it does", async () => {
  let reachable = false;
  const arrived: Change[] = [];
  const { keeper, local } = keep({
    send: async (change) => {
      if (!reachable) throw new Error("unreachable");
      arrived.push(change);
      return { kind: "saved", spent: 1, answer: change.answer ?? { value: null, typedAt: 0 } };
    },
  });
  keeper.answer(0, text("7"));
  keeper.flag(1, true);
  await vi.advanceTimersByTimeAsync(2000);
  expect([keeper.saving(), local.size]).toEqual(["unsent", 2]);
  reachable = true;
  await vi.advanceTimersByTimeAsync(4000);
  expect(arrived.map(({ place }) => place).toSorted((a, b) => a - b)).toEqual([0, 1]);
  expect([keeper.saving(), local.size]).toEqual(["saved", 0]);
});

test("what a page did not get to send, the next one sends", async () => {
  const { keeper, sent, local } = keep();
  local.set(2, { ...blank, answer: text("9"), typedAt: 500, flagged: true, parts: ["answer"] });
  keeper.readLocal();
  expect(keeper.states()[2]).toEqual({ ...blank, answer: text("9"), typedAt: 500 });
  await vi.advanceTimersByTimeAsync(100);
  expect(sent).toEqual([{ place: 2, answer: { value: text("9"), typedAt: 500 }, seconds: 0 }]);
});

test("what is kept here gives way to an answer typed later elsewhere", async () => {
  const states = [{ ...blank, answer: text("later"), typedAt: 900 }];
  const { keeper, sent, local } = keep({ states });
  local.set(0, { ...blank, answer: text("earlier"), typedAt: 500, parts: ["answer"] });
  keeper.readLocal();
  await vi.advanceTimersByTimeAsync(1000);
  expect([keeper.states()[0].answer, sent]).toEqual([text("later"), []]);
});

test("an answer the server has from another tab is shown when it was typed later", async () => {
  const { keeper } = keep();
  keeper.answer(0, text("mine"));
  keeper.answer(1, text("mine"));
  const theirs = (typedAt: number) => ({ ...blank, answer: text("theirs"), typedAt, flagged: true });
  keeper.readServer([theirs(2000), theirs(10), blank]);
  expect(keeper.states().map(({ answer }) => answer)).toEqual([text("theirs"), text("mine"), null]);
  expect(keeper.states().map(({ flagged }) => flagged)).toEqual([true, true, false]);
});

test("the answer the server says to stand replaces the one sent, unless more was typed meanwhile", async () => {
  const stands = { value: text("theirs"), typedAt: 5000 };
  let release: (said: Sent) => void = () => {};
  const { keeper } = keep({ send: () => new Promise((resolve) => (release = resolve)) });
  keeper.answer(0, text("mine"));
  await vi.advanceTimersByTimeAsync(700);
  release({ kind: "saved", spent: 1, answer: stands });
  await vi.advanceTimersByTimeAsync(0);
  expect(keeper.states()[0].answer).toEqual(text("theirs"));
  keeper.answer(0, text("again"));
  await vi.advanceTimersByTimeAsync(700);
  keeper.answer(0, text("and again"));
  release({ kind: "saved", spent: 1, answer: stands });
  await vi.advanceTimersByTimeAsync(0);
  expect(keeper.states()[0].answer).toEqual(text("and again"));
});

test("a browser clock set back makes no answer older than the one before it", () => {
  const { keeper } = keep();
  keeper.answer(0, text("1"));
  vi.setSystemTime(0);
  keeper.answer(0, text("2"));
  expect(keeper.states()[0].typedAt).toBe(1001);
});

test("once the exam is over nothing more is sent", async () => {
  let calls = 0;
  const { keeper } = keep({
    send: async () => {
      calls++;
      return { kind: "over" };
    },
  });
  keeper.answer(0, text("1"));
  keeper.answer(1, text("1"));
  await vi.advanceTimersByTimeAsync(700);
  keeper.answer(2, text("1"));
  await vi.advanceTimersByTimeAsync(5000);
  expect([calls, keeper.saving()]).toEqual([1, "over"]);
});

test("what is left to send can be sent at once, as before handing in", async () => {
  const { keeper, sent } = keep();
  keeper.answer(0, text("1"));
  keeper.looked(1, 12.5);
  keeper.left(1);
  expect(await keeper.flush()).toBe(true);
  expect(sent).toMatchObject([{ place: 0 }, { place: 1, seconds: 12.5 }]);
});
