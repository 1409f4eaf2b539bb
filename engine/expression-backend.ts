import { elementwiseKernels } from "./backend/elementwise.ts";
import type { Backend, BinaryKernelName, Kernels, Storage, UnaryKernelName, View } from "./backend/backend.ts";
import { BackendError } from "./errors.ts";
import { binary, choose, constant, type Expression, unary } from "./expr.ts";

/** A number that is not computed but written down: the expression it would be computed by. */
export interface ExpressionStorage extends Storage {
  readonly expression: Expression;
}

type Symbol = View<ExpressionStorage>;

function stored(expression: Expression): ExpressionStorage {
  return { length: 1, expression };
}

const mapUnary = (name: UnaryKernelName) => (x: Symbol) => stored(unary(name, x.storage.expression));
const mapBinary = (name: BinaryKernelName) => (a: Symbol, b: Symbol) =>
  stored(binary(name, a.storage.expression, b.storage.expression));

const elementwise = {
  copy: ({ storage }: Symbol) => storage,
  ...elementwiseKernels(mapUnary, mapBinary),
  where: (condition: Symbol, a: Symbol, b: Symbol) =>
    stored(choose(condition.storage.expression, a.storage.expression, b.storage.expression)),
} satisfies Partial<Kernels<ExpressionStorage>>;

// Every other kernel looks at more than one entry.
const kernels = new Proxy(elementwise, {
  get(known, name) {
    const kernel = known[name as keyof typeof known];
    if (kernel !== undefined) return kernel;
    throw new BackendError(`only elementwise operations become one expression, ${String(name)} is none`);
  },
}) as unknown as Kernels<ExpressionStorage>;

/**
 * A backend of scalars whose kernels write down expressions: operations carried out on it become the formula of one kernel.
 * Its tensors have no axes; what looks at several entries throws a BackendError.
 */
export const expressionBackend: Backend<ExpressionStorage> = {
  name: "expression",
  kernels,
  upload(values) {
    if (values.length !== 1) throw new BackendError(`an expression is of single numbers, got ${values.length}`);
    return stored(constant(values[0]));
  },
  read() {
    throw new BackendError("an expression has no values to read");
  },
};

/** The tensor that stands for an expression. */
export function symbolParts(expression: Expression) {
  return { storage: stored(expression), shape: [], backend: expressionBackend };
}
