import { ArgumentError, ShapeError } from "../errors.ts";
import { formatShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { permute, reshape } from "./layout.ts";
import { matmul } from "./matmul.ts";
import { sum } from "./reduction.ts";

/** A tensor with a letter for each axis. */
interface Term {
  readonly tensor: Tensor;
  readonly letters: readonly string[];
}

/**
 * Sums of products in Einstein's notation: `einsum("bij,bjk->bik", a, b)` multiplies entries with equal letters and sums
 * over the letters that the result lacks. Without an arrow the result has the letters that occur once, in alphabetical
 * order. Several operands are multiplied from left to right, each pair by `matmul`. Throws an ArgumentError for an
 * equation that is none, an ellipsis, or a letter twice in one operand; a ShapeError where sizes differ.
 */
export function einsum(equation: string, ...operands: Tensor[]): Tensor {
  const { inputs, output } = parse(equation, operands);
  const terms = inputs.map((letters, i): Term => ({ tensor: operands[i], letters }));
  const product = terms.slice(1).reduce((left, right, i) => {
    const later = new Set([...output, ...inputs.slice(i + 2).flat()]);
    return multiply(left, right, later);
  }, terms[0]);
  return arrange(sumOut(product, new Set(output)), output);
}

// (…batch,left,inner)·(…batch,inner,right): shared letters that are still wanted are a batch, the others are summed over.
function multiply(a: Term, b: Term, wanted: ReadonlySet<string>): Term {
  const left = sumOut(a, new Set([...wanted, ...b.letters]));
  const right = sumOut(b, new Set([...wanted, ...a.letters]));
  const shared = left.letters.filter((letter) => right.letters.includes(letter));
  const batch = shared.filter((letter) => wanted.has(letter));
  const inner = shared.filter((letter) => !wanted.has(letter));
  const ofLeft = left.letters.filter((letter) => !shared.includes(letter));
  const ofRight = right.letters.filter((letter) => !shared.includes(letter));

  const sizes = new Map(
    [left, right].flatMap(({ letters, tensor }) => letters.map((l, axis) => [l, tensor.shape[axis]])),
  );
  const sizesOf = (letters: readonly string[]) => letters.map((letter) => sizes.get(letter) as number);
  const count = (letters: readonly string[]) => sizesOf(letters).reduce((a, b) => a * b, 1);
  const rows = reshape(arrange(left, [...batch, ...ofLeft, ...inner]), [
    ...sizesOf(batch),
    count(ofLeft),
    count(inner),
  ]);
  const columns = reshape(arrange(right, [...batch, ...inner, ...ofRight]), [
    ...sizesOf(batch),
    count(inner),
    count(ofRight),
  ]);
  const letters = [...batch, ...ofLeft, ...ofRight];
  return { tensor: reshape(matmul(rows, columns), sizesOf(letters)), letters };
}

function sumOut({ tensor, letters }: Term, wanted: ReadonlySet<string>): Term {
  const axes = letters.flatMap((letter, axis) => (wanted.has(letter) ? [] : [axis]));
  if (axes.length === 0) return { tensor, letters };
  return { tensor: sum(tensor, axes), letters: letters.filter((letter) => wanted.has(letter)) };
}

function arrange({ tensor, letters }: Term, order: readonly string[]): Tensor {
  const axes = order.map((letter) => letters.indexOf(letter));
  return axes.every((axis, i) => axis === i) ? tensor : permute(tensor, axes);
}

function parse(equation: string, operands: readonly Tensor[]): { inputs: string[][]; output: string[] } {
  const [, left, right] = /^([a-zA-Z,]*)(?:->([a-zA-Z]*))?$/.exec(equation.replaceAll(" ", "")) ?? [];
  if (left === undefined) throw new ArgumentError(`einsum needs an equation like ij,jk->ik, got ${equation}`);
  const inputs = left.split(",").map((letters) => [...letters]);
  const all = inputs.flat();
  const once = [...new Set(all)].filter((letter) => all.indexOf(letter) === all.lastIndexOf(letter)).sort();
  const output = right === undefined ? once : [...right];
  if (inputs.length !== operands.length) {
    throw new ArgumentError(`einsum ${equation} needs ${inputs.length} operand(s), got ${operands.length}`);
  }
  if ([...inputs, output].some((letters) => new Set(letters).size !== letters.length)) {
    throw new ArgumentError(`einsum takes a letter once in each operand and in the result, got ${equation}`);
  }
  const unknown = output.find((letter) => !all.includes(letter));
  if (unknown !== undefined) throw new ArgumentError(`einsum ${equation}: no operand has the letter ${unknown}`);
  checkSizes(equation, inputs, operands);
  return { inputs, output };
}

function checkSizes(equation: string, inputs: readonly string[][], operands: readonly Tensor[]): void {
  const shapes = operands.map(({ shape }) => formatShape(shape)).join(", ");
  const sizes = new Map<string, number>();
  inputs.forEach((letters, i) => {
    const { shape } = operands[i];
    const fits = letters.every((letter, axis) => (sizes.get(letter) ?? shape[axis]) === shape[axis]);
    if (letters.length !== shape.length || !fits) throw new ShapeError(`einsum ${equation} does not fit ${shapes}`);
    letters.forEach((letter, axis) => sizes.set(letter, shape[axis]));
  });
}
