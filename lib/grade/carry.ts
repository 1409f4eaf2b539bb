/** The largest factor by which a named mistake is off: leaving out $1-\beta_2$ at the usual 0.999. */
const FARTHEST = 1000;
const NOTHING = 1e-9;

/**
 * Whether later steps may be judged by a wrong value of this step, where `right` is the right one.
 *
 * Credit for what follows from a mistake is credit for the same work done on other numbers, so the numbers must leave
 * the work to do: finite, not 0 (which makes a product or a gradient vanish; of a grid's entries half may be), not one
 * number repeated through a grid that has several, and in its largest entry within a factor of 1000 of the right value,
 * which every named mistake is. The sign is free: a sign error is a mistake like others. The same is asked of what
 * follows from the value in each later step, so that a value just outside a kink does not make the rest trivial.
 */
export function fitToCarry(value: number[][], right: number[][]): boolean {
  const [cells, truth] = [value.flat(), right.flat()];
  if (!cells.every(Number.isFinite)) return false;
  if (2 * nonzero(cells) < nonzero(truth)) return false;
  if (cells.length > 1 && isConstant(cells) && !isConstant(truth)) return false;
  const [size, rightSize] = [largest(cells), largest(truth)];
  return rightSize <= NOTHING || (size <= FARTHEST * rightSize && rightSize <= FARTHEST * size);
}

/** Whether all answers are one and the same number though the right ones are not: then nothing was computed. */
export function isOneNumber(values: number[][][], right: number[][][]): boolean {
  return isConstant(values.flat(2)) && !isConstant(right.flat(2));
}

function nonzero(cells: number[]): number {
  return cells.filter((x) => Math.abs(x) > NOTHING).length;
}

function isConstant(cells: number[]): boolean {
  return cells.every((x) => Math.abs(x - cells[0]) <= NOTHING);
}

function largest(cells: number[]): number {
  return Math.max(...cells.map(Math.abs));
}
