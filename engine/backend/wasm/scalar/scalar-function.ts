import { defineFunction, increase, type Locals, repeatWhile, set } from "../emit/builder.ts";
import type { FunctionDefinition } from "../emit/encoder.ts";
import { f32, f32x4, i32, type Local, type Statement, type Value } from "../emit/instructions.ts";
import { VectorCode } from "../emit/vector-code.ts";
import { isComparison, PACKED } from "../elementwise-kernels.ts";
import type { Cell, Graph, Node, Source } from "./graph.ts";

type F32 = Value<"f32">;

/** A computation on single numbers: what is stored where at the end of each step. */
export interface ScalarProgram<S extends object> {
  readonly graph: Graph<S>;
  readonly stores: readonly { readonly cell: Cell; readonly address: number }[];
  /** Where a number that the step reads lies. */
  addressOf(source: Source<S>): number;
}

/** Deeper nested instructions get a local in between. */
const DEEPEST = 24;

/**
 * One function that carries out a step as often as its argument says: it reads every number that it needs, computes, and
 * writes at the end. Functions such as exp are computed four at a time, on vectors, by the code of the elementwise kernels.
 */
export function scalarFunction<S extends object>(
  name: string,
  program: ScalarProgram<S>,
  fused: boolean,
): FunctionDefinition {
  return defineFunction(name, { times: "i32" }, ({ times }, locals) => {
    const step = new Writer(program, locals, fused).write();
    return [repeatWhile([...step, increase(times, -1)], times)];
  });
}

class Writer<S extends object> {
  private readonly program: ScalarProgram<S>;
  private readonly locals: Locals;
  private readonly fused: boolean;
  private readonly statements: Statement[] = [];
  private readonly values = new Map<Cell, { readonly value: F32; readonly depth: number }>();
  private readonly conditions = new Map<Cell, Local<"i32">>();

  constructor(program: ScalarProgram<S>, locals: Locals, fused: boolean) {
    this.program = program;
    this.locals = locals;
    this.fused = fused;
  }

  write(): Statement[] {
    const { graph, stores } = this.program;
    const uses = countUses(graph, stores);
    // Cells come after their parts. Wave by wave: what needs packed results of earlier waves only, then those of this one.
    const waves = wavesOf(graph, uses);
    for (const { single, packed } of waves) {
      for (const cell of single) this.writeSingle(cell, graph.nodes[cell], uses.get(cell) ?? 0);
      for (const [name, cells] of packed) {
        for (let i = 0; i < cells.length; i += 4) this.writePacked(name, cells.slice(i, i + 4));
      }
    }
    const results = stores.map(({ cell, address }) => ({ address, value: this.settled(cell) }));
    return [...this.statements, ...results.map(({ address, value }) => f32.store(i32.const(address), value))];
  }

  private writeSingle(cell: Cell, node: Node<S>, uses: number): void {
    if (node.kind === "constant") {
      this.values.set(cell, { value: f32.const(node.value), depth: 0 });
      return;
    }
    if (node.kind === "binary" && isComparison(node.name)) {
      const condition = this.locals.i32();
      const [a, b] = node.parts.map((part) => this.take(part).value);
      this.statements.push(set(condition, COMPARISONS[node.name](a, b)));
      this.conditions.set(cell, condition);
      this.values.set(cell, { value: f32.fromI32(condition), depth: 1 });
      return;
    }
    const parts = node.kind === "load" ? [] : node.parts.map((part) => this.take(part));
    const depth = 1 + Math.max(0, ...parts.map((part) => part.depth));
    const value = this.valueOf(
      node,
      parts.map((part) => part.value),
    );
    if (uses < 2 && depth < DEEPEST) this.values.set(cell, { value, depth });
    else this.keep(cell, value);
  }

  private valueOf(node: Node<S>, parts: readonly F32[]): F32 {
    switch (node.kind) {
      case "constant":
        return f32.const(node.value);
      case "load":
        return f32.load(i32.const(this.program.addressOf(node.from)));
      case "unary":
        return SINGLE_UNARY[node.name as keyof typeof SINGLE_UNARY](parts[0]);
      case "binary":
        return SINGLE_BINARY[node.name as keyof typeof SINGLE_BINARY](parts[0], parts[1]);
      case "where": {
        const condition = this.conditions.get(node.parts[0]) ?? f32.notEqual(parts[0], f32.const(0));
        return f32.select(parts[1], parts[2], condition);
      }
    }
  }

  // Up to four cells in the lanes of vectors; lanes that are left repeat the last.
  private writePacked(name: string, cells: readonly Cell[]): void {
    const { nodes } = this.program.graph;
    const operands = (nodes[cells[0]] as { readonly parts: readonly Cell[] }).parts.map((_, operand) => {
      const lanes = cells.map((cell) =>
        this.settled((nodes[cell] as { readonly parts: readonly Cell[] }).parts[operand]),
      );
      const vector = this.locals.v128();
      const packed = lanes.slice(1).reduce((all, lane, i) => f32x4.withLane(all, i + 1, lane), f32x4.splat(lanes[0]));
      this.statements.push(set(vector, packed));
      return vector;
    });
    const code = new VectorCode(this.locals, this.fused);
    const result = code.keep(PACKED[name as keyof typeof PACKED](code, operands[0], operands[1]));
    this.statements.push(...code.statements);
    cells.forEach((cell, lane) => this.keep(cell, f32x4.lane(result, lane)));
  }

  private take(cell: Cell): { readonly value: F32; readonly depth: number } {
    const known = this.values.get(cell);
    if (known === undefined) throw new RangeError(`the value ${cell} is used before it is computed`);
    return known;
  }

  // A value that may be written twice: a constant or a local.
  private settled(cell: Cell): F32 {
    const { value, depth } = this.take(cell);
    if (depth === 0) return value;
    return this.keep(cell, value);
  }

  private keep(cell: Cell, value: F32): F32 {
    const local = this.locals.make("f32");
    this.statements.push(set(local, value));
    this.values.set(cell, { value: local, depth: 0 });
    return local;
  }
}

const COMPARISONS = { equal: f32.equal, less: f32.less, lessEqual: f32.lessEqual } as const;
const SINGLE_UNARY = { neg: f32.neg, abs: f32.abs, sqrt: f32.sqrt } as const;
const SINGLE_BINARY = {
  add: f32.add,
  sub: f32.sub,
  mul: f32.mul,
  div: f32.div,
  maximum: f32.max,
  minimum: f32.min,
} as const;

function partsOf<S>(node: Node<S>): readonly Cell[] {
  return node.kind === "constant" || node.kind === "load" ? [] : node.parts;
}

function packedName<S>(node: Node<S>): string | null {
  return (node.kind === "unary" || node.kind === "binary") && node.name in PACKED ? node.name : null;
}

// How often each cell that is needed is used.
function countUses<S extends object>(graph: Graph<S>, stores: ScalarProgram<S>["stores"]): Map<Cell, number> {
  const uses = new Map<Cell, number>();
  const count = (cell: Cell) => uses.set(cell, (uses.get(cell) ?? 0) + 1);
  for (const { cell } of stores) count(cell);
  for (let cell = graph.nodes.length - 1; cell >= 0; cell--) {
    if (uses.has(cell)) partsOf(graph.nodes[cell]).forEach(count);
  }
  return uses;
}

interface Wave {
  readonly single: Cell[];
  readonly packed: Map<string, Cell[]>;
}

function wavesOf<S extends object>(graph: Graph<S>, uses: ReadonlyMap<Cell, number>): Wave[] {
  const waves: Wave[] = [];
  // The first wave in which a cell can be used.
  const ready = new Map<Cell, number>();
  graph.nodes.forEach((node, cell) => {
    if (!uses.has(cell)) return;
    const wave = Math.max(0, ...partsOf(node).map((part) => ready.get(part) ?? 0));
    const name = packedName(node);
    const { single, packed } = (waves[wave] ??= { single: [], packed: new Map() });
    if (name === null) single.push(cell);
    else packed.set(name, [...(packed.get(name) ?? []), cell]);
    ready.set(cell, name === null ? wave : wave + 1);
  });
  return Array.from(waves, (wave) => wave ?? { single: [], packed: new Map() });
}
