/** The losses of a run in few enough points to be drawn: each is the mean of as many steps as the others. */
export interface LossCurve {
  /** Means of `width` steps, in order. */
  readonly points: readonly number[];
  readonly width: number;
  /** Losses that make no point yet. */
  readonly rest: readonly number[];
}

export const NO_LOSSES: LossCurve = { points: [], width: 1, rest: [] };

const MOST_POINTS = 300;

/** The curve with the next steps' losses; points are merged in pairs where they become too many. */
export function addLosses(curve: LossCurve, losses: readonly number[]): LossCurve {
  let { width } = curve;
  const points = [...curve.points];
  let rest = [...curve.rest];
  for (const loss of losses) {
    rest.push(loss);
    if (rest.length < width) continue;
    points.push(mean(rest));
    rest = [];
    if (points.length < MOST_POINTS) continue;
    const pairs = points.splice(0);
    for (let i = 0; i < pairs.length; i += 2) points.push(mean(pairs.slice(i, i + 2)));
    width *= 2;
  }
  return { points, width, rest };
}

/** The curve of the first so many steps, as far as whole points go. */
export function keepSteps({ points, width }: LossCurve, steps: number): LossCurve {
  return { points: points.slice(0, Math.floor(steps / width)), width, rest: [] };
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
