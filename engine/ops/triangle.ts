import { arange } from "../create.ts";
import { ShapeError } from "../errors.ts";
import { formatShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { sub } from "./arithmetic.ts";
import { greaterEqual, lessEqual, where } from "./comparison.ts";
import { unsqueeze } from "./layout.ts";

/**
 * The lower triangle of matrices (…,m,n): entries with column − row ≤ diagonal, and 0 above. Of ones it is a causal mask.
 * Throws a ShapeError below two axes.
 */
export function tril(x: Tensor, diagonal = 0): Tensor {
  return where(lessEqual(columnMinusRow("tril", x), diagonal), x, 0);
}

/** The upper triangle of matrices (…,m,n): entries with column − row ≥ diagonal, and 0 below. Throws like `tril`. */
export function triu(x: Tensor, diagonal = 0): Tensor {
  return where(greaterEqual(columnMinusRow("triu", x), diagonal), x, 0);
}

function columnMinusRow(operation: string, x: Tensor): Tensor {
  if (x.rank < 2) throw new ShapeError(`${operation} needs matrices (…,m,n), got ${formatShape(x.shape)}`);
  const [rows, columns] = x.shape.slice(-2);
  const { backend } = x;
  return sub(arange(0, columns, 1, { backend }), unsqueeze(arange(0, rows, 1, { backend }), 1));
}
