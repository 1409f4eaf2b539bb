/** The items of one concept in their given order; `positions` are their places in the whole. */
type Lane<T> = { concept: string; items: T[]; positions: number[]; placed: number };

/**
 * Reorders items so that no two of one concept follow each other, or as few as their numbers allow, otherwise keeping
 * the given order of preference.
 * @param previous the concept asked last before these
 */
export function interleave<T>(items: readonly T[], conceptOf: (item: T) => string, previous: string | null): T[] {
  const lanes = lanesOf(items, conceptOf);
  // How many lanes have so many items left; `longest` is the greatest such number.
  const lanesLeftWith = new Array<number>(items.length + 1).fill(0);
  let longest = 0;
  for (const lane of lanes) {
    lanesLeftWith[lane.items.length]++;
    longest = Math.max(longest, lane.items.length);
  }

  const result: T[] = [];
  let last = previous;
  for (let left = items.length; left > 0; left--) {
    const [lane] = lanes.splice(choose(lanes, last, longest, left), 1);
    result.push(lane.items[lane.placed]);
    last = lane.concept;

    const unplaced = lane.items.length - lane.placed;
    lanesLeftWith[unplaced]--;
    lanesLeftWith[unplaced - 1]++;
    if (lanesLeftWith[longest] === 0) longest--;
    lane.placed++;
    if (unplaced > 1) lanes.splice(placeOf(lanes, headOf(lane)), 0, lane);
  }
  return result;
}

/**
 * Index of the lane to take from: the most preferred that is not the last concept's. A concept that has more than half
 * of all that is left must go now, or two of its items meet later.
 */
function choose<T>(lanes: readonly Lane<T>[], last: string | null, longest: number, left: number): number {
  if (longest * 2 > left) {
    const crowded = lanes.findIndex((lane) => lane.items.length - lane.placed === longest);
    if (lanes[crowded]?.concept !== last) return crowded;
  }
  const best = lanes.length - 1;
  return best > 0 && lanes[best]?.concept === last ? best - 1 : best;
}

/** One lane a concept, the most preferred last, where taking one out is cheap. */
function lanesOf<T>(items: readonly T[], conceptOf: (item: T) => string): Lane<T>[] {
  const lanes = new Map<string, Lane<T>>();
  for (const [position, item] of items.entries()) {
    const concept = conceptOf(item);
    const lane = lanes.get(concept) ?? { concept, items: [], positions: [], placed: 0 };
    lane.items.push(item);
    lane.positions.push(position);
    lanes.set(concept, lane);
  }
  return [...lanes.values()].reverse();
}

function headOf<T>(lane: Lane<T>): number {
  return lane.positions[lane.placed];
}

/** Where a lane with this head belongs among lanes whose heads descend. */
function placeOf<T>(lanes: readonly Lane<T>[], head: number): number {
  let low = 0;
  let high = lanes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (headOf(lanes[middle]) > head) low = middle + 1;
    else high = middle;
  }
  return low;
}
