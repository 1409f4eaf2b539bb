import type { Expression } from "../../../expr.ts";
import type { Kernels, Storage, View } from "../../backend.ts";
import type { WasmStorage } from "../memory.ts";
import { cellKernels, type Cells, entriesOf, type IndexCheck, stored } from "./cell-kernels.ts";
import { type Cell, Graph, NotScalar } from "./graph.ts";

/** A storage is at most so large where its entries are single numbers. */
const MOST_ENTRIES = 8192;

/**
 * Follows a step that is being carried out and writes down each number that arises as a computation on single numbers, as long
 * as it is small.
 */
export class Shadow {
  readonly graph = new Graph<WasmStorage>();
  readonly checks: IndexCheck[] = [];
  private readonly known = new Map<WasmStorage, Cells>();
  private readonly kernels = cellKernels(this.graph, this.checks);
  private hasGivenUp = false;

  get isComplete(): boolean {
    return !this.hasGivenUp;
  }

  /** What is known of a storage that the step made; null where nothing is. */
  cellsOf(storage: WasmStorage): readonly Cell[] | null {
    return this.known.get(storage)?.cells ?? null;
  }

  uploaded(storage: WasmStorage, numbers: ArrayLike<number>, isRenewed: boolean): void {
    this.attempt(storage.length, () => {
      const cells = Array.from(numbers, (value, i) =>
        isRenewed ? this.graph.load(storage, i) : this.graph.constant(value),
      );
      this.known.set(storage, stored(cells));
    });
  }

  called(name: keyof Kernels, operands: readonly unknown[], result: WasmStorage): void {
    this.attempt(result.length, () => {
      const kernel = this.kernels[name] as (...given: unknown[]) => Cells;
      this.known.set(result, kernel(...operands.map((operand) => this.translate(operand))));
    });
  }

  mapped(
    expressions: readonly Expression[],
    inputs: readonly View<WasmStorage>[],
    values: readonly number[],
    results: readonly WasmStorage[],
    isRenewed: boolean,
  ): void {
    this.attempt(results[0].length * expressions.length, () => {
      const entries = inputs.map((view) => entriesOf(this.viewOf(view)));
      const parameters = values.map((value, i) =>
        isRenewed ? this.graph.load(values, i) : this.graph.constant(value),
      );
      results.forEach((result, i) => {
        const cells = Array.from({ length: result.length }, (_, entry) =>
          evaluate(this.graph, expressions[i], entries, parameters, entry),
        );
        this.known.set(result, stored(cells));
      });
    });
  }

  private attempt(length: number, run: () => void): void {
    if (this.hasGivenUp) return;
    if (length > MOST_ENTRIES) {
      this.hasGivenUp = true;
      return;
    }
    try {
      run();
    } catch (error) {
      if (!(error instanceof NotScalar)) throw error;
      this.hasGivenUp = true;
    }
  }

  private translate(operand: unknown): unknown {
    if (Array.isArray(operand)) return operand.map((one) => this.translate(one));
    const isView = typeof operand === "object" && operand !== null && "storage" in operand;
    return isView ? this.viewOf(operand as View<WasmStorage>) : operand;
  }

  private viewOf({ storage, shape, strides, offset }: View<WasmStorage>): View<Cells> {
    let cells = this.known.get(storage);
    if (cells === undefined) {
      if (storage.length > MOST_ENTRIES) throw new NotScalar(`a tensor of ${storage.length} entries`);
      cells = stored(Array.from({ length: storage.length }, (_, i) => this.graph.load(storage, i)));
      this.known.set(storage, cells);
    }
    return { storage: cells satisfies Storage, shape, strides, offset };
  }
}

function evaluate(
  graph: Graph<WasmStorage>,
  expression: Expression,
  inputs: readonly (readonly Cell[])[],
  parameters: readonly Cell[],
  entry: number,
): Cell {
  const of = (part: Expression) => evaluate(graph, part, inputs, parameters, entry);
  switch (expression.kind) {
    case "input":
      return inputs[expression.index][entry];
    case "parameter":
      return parameters[expression.index];
    case "constant":
      return graph.constant(expression.value);
    case "unary":
      return graph.unary(expression.name, of(expression.x));
    case "binary":
      return graph.binary(expression.name, of(expression.a), of(expression.b));
    case "where":
      return graph.where(of(expression.condition), of(expression.a), of(expression.b));
  }
}
