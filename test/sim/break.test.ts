import { describe, expect, test } from "vitest";
import { percent } from "./diagnosis-figures.ts";
import { meanOf, type Run, type Settings, simulate } from "./learner.ts";

/** Less than what is new each day takes, so that two weeks make a backlog of several days. */
const BUDGET = 20;
const AWAY: [number, number] = [45, 59];
/** Most study days a due review may wait in ordinary times. */
const LONGEST_WAIT = 3;
/** Study days within which a backlog of two weeks is worked off. */
const RECOVERY = 12;
const TIMEOUT = { timeout: 60_000 };

const settings: Omit<Settings, "seed"> = {
  days: 90,
  minutesPerDay: BUDGET,
  newPerDay: 10,
  spread: 0.1,
  probing: true,
  fitting: true,
  away: AWAY,
};
const most = (numbers: number[]) => Math.max(...numbers);

describe("a break of 14 days in the middle", () => {
  test.each([1, 2, 3])("learner %i: the backlog is worked off in time, no day over budget", TIMEOUT, (seed) => {
    const { days } = simulate({ ...settings, seed });
    const after = days.filter(({ day }) => day >= AWAY[1]);
    const normal = after.findIndex(({ backlogMinutes }) => backlogMinutes <= BUDGET);
    const minutes = after.map((day) => day.minutes);
    const settled = after.filter(({ day }) => day >= AWAY[1] + RECOVERY);
    console.log(
      `learner ${seed} after a break: ${after[0].backlogMinutes.toFixed(0)} minutes due, back to a day's budget after ` +
        `${normal} days; longest day ${most(minutes).toFixed(1)} of ${BUDGET} minutes`,
    );
    expect(after[0].returning).toBe(true);
    expect(after[0].backlogMinutes).toBeGreaterThan(2 * BUDGET);
    expect(normal).toBeGreaterThan(0);
    expect(normal).toBeLessThanOrEqual(RECOVERY);
    expect(settled.map(({ returning }) => returning)).not.toContain(true);
    expect(most(settled.map(({ longestOverdue }) => longestOverdue))).toBeLessThanOrEqual(LONGEST_WAIT);
    expect(most(minutes)).toBeLessThanOrEqual(1.1 * BUDGET);
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
    const runs = [1, 2, 3, 4].map((seed) => simulate({ ...settings, seed, days: 68, awayCost }));
    const error = errors(runs);
    console.log(
      `break leaving ${percent(awayCost, 1)} of stability in half the areas: recall of an area predicted within ` +
        `${percent(error.predicted, 1)}, corrected within ${percent(error.corrected, 1)}`,
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
