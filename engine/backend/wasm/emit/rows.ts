import { increase, loopWhile, type Locals, repeatWhile, set, when } from "./builder.ts";
import { i32, type Local, type Statement, type Value } from "./instructions.ts";

/**
 * A plan in memory tells how several operands are walked together, row by row: for each axis outside the row, the innermost
 * first, its size, a counter that is 0 at the start and at the end, and each operand's stride in bytes.
 */
export const PLAN_SIZE = 0;
const PLAN_COUNTER = 4;
const PLAN_STRIDES = 8;

/** Bytes that one axis takes in a plan for so many operands. */
export function planAxisBytes(operands: number): number {
  return PLAN_STRIDES + 4 * operands;
}

export interface RowWalk {
  /** Where the plan lies. */
  readonly plan: Value<"i32">;
  /** Number of axes in the plan; 0 for a single row. */
  readonly axes: Value<"i32">;
  /** The start of the present row of each operand; at first that of the first row. Changed by the walk. */
  readonly pointers: readonly Local<"i32">[];
}

/** Carries out the body for each row, counting the axes up like an odometer: the innermost first, carrying outwards. */
export function forEachRow(locals: Locals, { plan, axes, pointers }: RowWalk, body: readonly Statement[]): Statement[] {
  const record = planAxisBytes(pointers.length);
  const end = locals.i32();
  const axis = locals.i32();
  const counter = locals.i32();
  const carrying = locals.i32();
  const more = locals.i32();
  const stride = (operand: number) => i32.load(axis, PLAN_STRIDES + 4 * operand);
  const size = i32.load(axis, PLAN_SIZE);

  const stepOn = pointers.map((pointer, operand) => increase(pointer, stride(operand)));
  const goBack = pointers.map((pointer, operand) => set(pointer, i32.sub(pointer, i32.mul(stride(operand), size))));
  const carry = [
    i32.store(axis, i32.const(0), PLAN_COUNTER),
    ...goBack,
    increase(axis, record),
    set(carrying, i32.const(1)),
  ];
  const advance = [
    ...stepOn,
    set(counter, i32.add(i32.load(axis, PLAN_COUNTER), i32.const(1))),
    when(i32.less(counter, size), [i32.store(axis, counter, PLAN_COUNTER)], carry),
  ];
  return [
    set(end, i32.add(plan, i32.mul(axes, i32.const(record)))),
    set(more, i32.const(1)),
    repeatWhile(
      [
        ...body,
        set(axis, plan),
        set(carrying, i32.const(1)),
        loopWhile(carrying, [
          set(carrying, i32.const(0)),
          when(i32.equal(axis, end), [set(more, i32.const(0))], advance),
        ]),
      ],
      more,
    ),
  ];
}
