import { expect, test } from "vitest";
import { isOver, spentAt } from "#lib/exam/exam-clock.ts";

const at = (time: string) => new Date(`2026-05-04T${time}Z`);
const began = { spent: 0, heardAt: at("12:00:00"), uptime: 5000, boot: "a" };

test("seconds of an exam pass with the machine's uptime", () => {
  expect(spentAt(began, { now: at("12:10:00"), uptime: 5600, boot: "a" })).toBe(600);
  expect(spentAt({ ...began, spent: 60 }, { now: at("12:10:00"), uptime: 5600, boot: "a" })).toBe(660);
});

test("a clock set forward takes no time, one set back gives none", () => {
  expect(spentAt(began, { now: at("15:10:00"), uptime: 5600, boot: "a" })).toBe(600);
  expect(spentAt(began, { now: at("09:10:00"), uptime: 5600, boot: "a" })).toBe(600);
});

test("when the machine was started anew, the clock says how long it took", () => {
  expect(spentAt(began, { now: at("12:10:00"), uptime: 20, boot: "b" })).toBe(600);
  expect(spentAt(began, { now: at("12:10:00"), uptime: 9000, boot: "b" })).toBe(600);
  expect(spentAt({ ...began, boot: null }, { now: at("12:10:00"), uptime: 20, boot: null })).toBe(600);
});

test("and where it was set back meanwhile, what had passed stays passed", () => {
  expect(spentAt({ ...began, spent: 300 }, { now: at("11:00:00"), uptime: 20, boot: "b" })).toBe(300);
});

test("an exam takes answers until its time and three seconds of grace have passed", () => {
  const exam = { ...began, limit: 600 };
  expect(isOver(exam, { now: at("12:10:03"), uptime: 5603, boot: "a" })).toBe(false);
  expect(isOver(exam, { now: at("12:10:03"), uptime: 5603.1, boot: "a" })).toBe(true);
});
