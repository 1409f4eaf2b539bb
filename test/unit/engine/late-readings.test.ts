import { describe, expect, test } from "vitest";
import { ArgumentError, type Backend, LateReadings, referenceBackend, tensor } from "#engine/index.ts";

/** The reference, whose readings wait until they are let through. */
function slowBackend() {
  const waiting: (() => void)[] = [];
  const failing = new Map<number, Error>();
  const read: Backend["read"] = async (view) => {
    const i = waiting.length;
    const values = await (referenceBackend as Backend).read(view);
    await new Promise<void>((resolve) => waiting.push(resolve));
    const error = failing.get(i);
    if (error !== undefined) throw error;
    return values;
  };
  return { backend: { ...referenceBackend, read } as Backend, waiting, failing };
}

const turns = async () => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

describe("late readings", () => {
  test("arrive in the order in which they were asked for, whatever the order in which they are done", async () => {
    const { backend, waiting } = slowBackend();
    const got: [number, number][] = [];
    const readings = new LateReadings(([value], i) => got.push([value, i]), { most: 3 });
    for (const value of [5, 6, 7]) await readings.add(tensor(value, { backend }));
    await turns();
    waiting[2]();
    waiting[1]();
    await turns();
    expect(got).toEqual([]);
    waiting[0]();
    await readings.finish();
    expect(got).toEqual([
      [5, 0],
      [6, 1],
      [7, 2],
    ]);
  });

  test("are waited for only when as many are under way as may be", async () => {
    const { backend, waiting } = slowBackend();
    const got: number[] = [];
    const readings = new LateReadings(([value]) => got.push(value), { most: 2 });
    await readings.add(tensor(1, { backend }));
    await readings.add(tensor(2, { backend }));
    let isAdded = false;
    const third = readings.add(tensor(3, { backend })).then(() => (isAdded = true));
    await turns();
    expect(isAdded).toBe(false);
    waiting[0]();
    await third;
    expect(got).toEqual([1]);
    waiting.slice(1).forEach((go) => go());
    await readings.finish();
    expect(got).toEqual([1, 2, 3]);
  });

  test("none late are there when they have been asked for", async () => {
    const got: number[] = [];
    const readings = new LateReadings(([value]) => got.push(value), { most: 0 });
    await readings.add(tensor(4));
    expect(got).toEqual([4]);
  });

  test("that fail are told in their turn, and by all that follows", async () => {
    const { backend, waiting, failing } = slowBackend();
    failing.set(1, new Error("lost"));
    const got: number[] = [];
    const readings = new LateReadings(([value]) => got.push(value), { most: 2 });
    await readings.add(tensor(1, { backend }));
    await readings.add(tensor(2, { backend }));
    await turns();
    waiting.forEach((go) => go());
    await expect(readings.finish()).rejects.toThrow("lost");
    await expect(readings.finish()).rejects.toThrow("lost");
    expect(got).toEqual([1]);
  });

  test("need a number of how many may be under way", () => {
    expect(() => new LateReadings(() => undefined, { most: -1 })).toThrow(
      new ArgumentError("the most readings under way are a whole number, 0 or more, got -1"),
    );
  });
});
