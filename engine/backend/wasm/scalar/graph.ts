import type { BinaryKernelName, UnaryKernelName } from "../../backend.ts";

/** A number that a step computes, by its position in the graph. */
export type Cell = number;

/** Where a number lies that the step reads: in a storage, or in an array that the host fills anew. */
export interface Source<S> {
  readonly owner: S | readonly number[];
  readonly index: number;
}

export type Node<S> =
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "load"; readonly from: Source<S> }
  | { readonly kind: "unary"; readonly name: UnaryKernelName; readonly parts: readonly [Cell] }
  | { readonly kind: "binary"; readonly name: BinaryKernelName; readonly parts: readonly [Cell, Cell] }
  /** The second part where the first is not 0, else the third. */
  | { readonly kind: "where"; readonly parts: readonly [Cell, Cell, Cell] };

/** Thrown where a computation is not to become one function: it is too large, or made of other operations. */
export class NotScalar extends Error {}

/** A function of more operations than this takes long to compile, and gains little on kernels. */
const MOST_NODES = 16_000;

const FOLDED: { readonly [Name in BinaryKernelName]?: (a: number, b: number) => number } = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
};

/**
 * Float32 computations on single numbers. What is computed twice is one node; constants are folded, and operations left out
 * that change no value.
 */
export class Graph<S extends object> {
  readonly nodes: Node<S>[] = [];
  private readonly known = new Map<string, Cell>();
  private readonly owners = new Map<S | readonly number[], number>();

  constant(value: number): Cell {
    const rounded = Math.fround(value);
    return this.find(`c${Object.is(rounded, -0) ? "-0" : rounded}`, { kind: "constant", value: rounded });
  }

  load(owner: S | readonly number[], index: number): Cell {
    const number = this.owners.get(owner) ?? this.owners.size;
    this.owners.set(owner, number);
    return this.find(`l${number},${index}`, { kind: "load", from: { owner, index } });
  }

  unary(name: UnaryKernelName, x: Cell): Cell {
    const node = this.nodes[x];
    if (name === "neg") {
      if (node.kind === "constant") return this.constant(-node.value);
      if (node.kind === "unary" && node.name === "neg") return node.parts[0];
    }
    return this.find(`${name}${x}`, { kind: "unary", name, parts: [x] });
  }

  binary(name: BinaryKernelName, a: Cell, b: Cell): Cell {
    const [left, right] = [this.valueOf(a), this.valueOf(b)];
    const fold = FOLDED[name];
    if (fold !== undefined && left !== null && right !== null) return this.constant(fold(left, right));
    if (name === "pow" && right !== null) return this.power(a, b, right);
    if ((name === "mul" || name === "div") && right === 1) return a;
    if (name === "mul" && left === 1) return b;
    if (name === "mul" && right === -1) return this.unary("neg", a);
    if (name === "mul" && left === -1) return this.unary("neg", b);
    if (name === "sub" && Object.is(right, 0)) return a;
    if (name === "add" && Object.is(right, -0)) return a;
    if (name === "add" && Object.is(left, -0)) return b;
    // The order of two summands or factors changes no value.
    const [first, second] = (name === "add" || name === "mul") && b < a ? [b, a] : [a, b];
    return this.find(`${name}${first},${second}`, { kind: "binary", name, parts: [first, second] });
  }

  where(condition: Cell, a: Cell, b: Cell): Cell {
    const known = this.valueOf(condition);
    if (known !== null) return known !== 0 ? a : b;
    if (a === b) return a;
    return this.find(`?${condition},${a},${b}`, { kind: "where", parts: [condition, a, b] });
  }

  /** The number that a cell always has, null where that is not known. */
  valueOf(cell: Cell): number | null {
    const node = this.nodes[cell];
    return node.kind === "constant" ? node.value : null;
  }

  /** Throws a NotScalar unless so many operations more are few enough. */
  require(operations: number): void {
    if (this.nodes.length + operations > MOST_NODES) throw new NotScalar(`more than ${MOST_NODES} operations`);
  }

  // As the kernel of powers: small whole ones are products.
  private power(x: Cell, exponent: Cell, value: number): Cell {
    if (value === 1) return x;
    if (value === -1) return this.binary("div", this.constant(1), x);
    if (value === 2) return this.binary("mul", x, x);
    if (value === 3) return this.binary("mul", this.binary("mul", x, x), x);
    return this.find(`pow${x},${exponent}`, { kind: "binary", name: "pow", parts: [x, exponent] });
  }

  private find(key: string, node: Node<S>): Cell {
    let cell = this.known.get(key);
    if (cell === undefined) {
      this.require(1);
      cell = this.nodes.push(node) - 1;
      this.known.set(key, cell);
    }
    return cell;
  }
}
