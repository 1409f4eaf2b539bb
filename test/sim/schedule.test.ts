import { describe, expect, test } from "vitest";
import { meanOf, type Run, type Settings, simulate } from "./learner.ts";

/** Enough to bring 450 items in 90 days, also for the more forgetful. */
const BUDGET = 25;
/** Less, so that two weeks make a backlog of several days. */
const BUDGET_AROUND_BREAK = 20;
const DAYS = 90;
const AWAY: [number, number] = [45, 59];
/** Most study days a due review may wait in ordinary times. */
const LONGEST_WAIT = 3;
/** A run takes some three seconds. */
const TIMEOUT = { timeout: 60_000 };
/** Study days within which a backlog of two weeks is worked off. */
const RECOVERY = 12;

const settings: Omit<Settings, "seed"> = {
  days: DAYS,
  minutesPerDay: BUDGET,
  newPerDay: 10,
  spread: 0.1,
  probing: true,
};
const percent = (x: number) => `${(100 * x).toFixed(1)} %`;
const most = (numbers: number[]) => Math.max(...numbers);

describe("learners over 90 days, their memory unknown to the scheduler", () => {
  test.each([1, 2, 3, 4])(
    "learner %i: minutes, waiting, new items and predictions stay within bounds",
    TIMEOUT,
    (seed) => {
      const { days, never, open, waits } = simulate({ ...settings, seed });
      const minutes = days.map((day) => day.minutes);
      const full = days.filter(({ workLeft }) => workLeft).map((day) => day.minutes);
      const reviews = days.flatMap((day) => day.reviews);
      const predicted = meanOf(reviews.map((review) => review.predicted));
      const recall = meanOf(reviews.map((review) => review.recall));
      const overdue = most(days.map(({ longestOverdue }) => longestOverdue));
      console.log(
        `learner ${seed}: ${Math.min(...full).toFixed(1)} to ${most(minutes).toFixed(1)} of ${BUDGET} minutes on ` +
          `${full.length} full days of ${days.length}; longest overdue ${overdue} days; ${waits.size} items of ${open} ` +
          `concepts introduced, ${never.length} not; recall predicted ${percent(predicted)}, true ${percent(recall)} ` +
          `over ${reviews.length} reviews`,
      );
      expect(most(minutes)).toBeLessThanOrEqual(1.1 * BUDGET);
      expect(full.length).toBeGreaterThan(DAYS / 3);
      expect(Math.min(...full)).toBeGreaterThanOrEqual(0.9 * BUDGET);
      expect(overdue).toBeLessThanOrEqual(LONGEST_WAIT);
      expect(open).toBe(30);
      expect(never).toEqual([]);
      expect(Math.abs(predicted - recall)).toBeLessThanOrEqual(0.03);
    },
  );
});

describe("a break of 14 days in the middle", () => {
  test.each([1, 2, 3])("learner %i: the backlog is worked off in time, no day over budget", TIMEOUT, (seed) => {
    const { days } = simulate({ ...settings, minutesPerDay: BUDGET_AROUND_BREAK, seed, away: AWAY });
    const after = days.filter(({ day }) => day >= AWAY[1]);
    const normal = after.findIndex(({ backlogMinutes }) => backlogMinutes <= BUDGET_AROUND_BREAK);
    const minutes = after.map((day) => day.minutes);
    const settled = after.filter(({ day }) => day >= AWAY[1] + RECOVERY);
    console.log(
      `learner ${seed} after a break: ${after[0].backlogMinutes.toFixed(0)} minutes due, back to a day's budget after ` +
        `${normal} days; longest day ${most(minutes).toFixed(1)} of ${BUDGET_AROUND_BREAK} minutes`,
    );
    expect(after[0].returning).toBe(true);
    expect(after[0].backlogMinutes).toBeGreaterThan(2 * BUDGET_AROUND_BREAK);
    expect(normal).toBeGreaterThan(0);
    expect(normal).toBeLessThanOrEqual(RECOVERY);
    expect(settled.map(({ returning }) => returning)).not.toContain(true);
    expect(most(settled.map(({ longestOverdue }) => longestOverdue))).toBeLessThanOrEqual(LONGEST_WAIT);
    expect(most(minutes)).toBeLessThanOrEqual(1.1 * BUDGET_AROUND_BREAK);
  });

  /** Mean distance of an area's mean recall from the truth, over areas and days of the return after the first. */
  function errors(runs: Run[]): { predicted: number; corrected: number } {
    const areas = runs.flatMap(({ days }) =>
      days
        .filter(({ returning }) => returning)
        .slice(1)
        .flatMap((day) => day.areas),
    );
    return {
      predicted: meanOf(areas.map((area) => Math.abs(area.predicted - area.recall))),
      corrected: meanOf(areas.map((area) => Math.abs(area.corrected - area.recall))),
    };
  }
  const back = (awayCost: number) => {
    const runs = [1, 2, 3, 4].map((seed) =>
      simulate({ ...settings, minutesPerDay: BUDGET_AROUND_BREAK, seed, days: 68, away: AWAY, awayCost }),
    );
    const error = errors(runs);
    console.log(
      `break leaving ${percent(awayCost)} of stability in half the areas: recall of an area predicted within ` +
        `${percent(error.predicted)}, corrected within ${percent(error.corrected)}`,
    );
    return error;
  };

  test(
    "answers since the return bring predictions nearer to the truth where the break cost more than its days",
    TIMEOUT,
    () => {
      for (const awayCost of [0.3, 0.1]) {
        const { predicted, corrected } = back(awayCost);
        expect(corrected).toBeLessThan(predicted);
      }
    },
  );

  test("and do little harm where it cost no more", TIMEOUT, () => {
    expect(back(1).corrected).toBeLessThan(0.05);
  });
});
