import { expect, test } from "vitest";
import { createQueue } from "#lib/sandbox/queue.ts";

test("as many are let in as there is room for, in order of arrival", async () => {
  const queue = createQueue(2);
  const order: string[] = [];
  const enter = async (name: string) => {
    const leave = await queue.enter();
    order.push(name);
    return leave;
  };
  const [leaveA] = await Promise.all([enter("a"), enter("b")]);
  const third = enter("c");
  const fourth = enter("d");
  await Promise.resolve();
  expect(order).toEqual(["a", "b"]);
  leaveA();
  const leaveC = await third;
  expect(order).toEqual(["a", "b", "c"]);
  leaveC();
  await fourth;
  expect(order).toEqual(["a", "b", "c", "d"]);
});

test("those who wait hear their place whenever it changes, 0 when they are let in", async () => {
  const queue = createQueue(1);
  const places: number[][] = [[], [], []];
  const runs = places.map((heard) => queue.enter(undefined, (place) => heard.push(place)));
  expect(places).toEqual([[0], [1], [2]]);
  (await runs[0])();
  expect(places).toEqual([[0], [1, 0], [2, 1]]);
  (await runs[1])();
  expect(places).toEqual([[0], [1, 0], [2, 1, 0]]);
});

test("one who gives up makes room for those behind", async () => {
  const queue = createQueue(1);
  const leave = await queue.enter();
  const patience = new AbortController();
  const places: number[] = [];
  const impatient = queue.enter(patience.signal);
  const patient = queue.enter(undefined, (place) => places.push(place));
  patience.abort(new Error("enough"));
  await expect(impatient).rejects.toThrow("enough");
  expect(places).toEqual([2, 1]);
  leave();
  await patient;
  expect(places).toEqual([2, 1, 0]);
});

test("a signal that has already fired enters nothing", async () => {
  const queue = createQueue(1);
  await expect(queue.enter(AbortSignal.abort(new Error("no")))).rejects.toThrow("no");
  await expect(queue.enter()).resolves.toBeTypeOf("function");
});

test("leaving twice frees one place", async () => {
  const queue = createQueue(1);
  const leave = await queue.enter();
  const second = queue.enter();
  const third: string[] = [];
  void queue.enter().then(() => third.push("in"));
  leave();
  leave();
  await second;
  await Promise.resolve();
  expect(third).toEqual([]);
});
