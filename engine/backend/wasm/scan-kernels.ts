import { count, defineFunction, increase, set } from "./emit/builder.ts";
import type { FunctionDefinition } from "./emit/encoder.ts";
import { f32, f64 } from "./emit/instructions.ts";

export function scanKernels(): FunctionDefinition[] {
  return [runningSums()];
}

/**
 * Running sums of `rows` rows of `length` entries, `step` bytes apart (negative: from the end), added up in float64. Rows
 * begin `rowStride` bytes apart in x and in out.
 */
function runningSums(): FunctionDefinition {
  const parameters = { rows: "i32", length: "i32", step: "i32", rowStride: "i32", x: "i32", out: "i32" } as const;
  return defineFunction("runningSums", parameters, ({ rows, length, step, rowStride, x, out }, locals) => {
    const [row, at, from, to] = Array.from({ length: 4 }, () => locals.i32());
    const total = locals.make("f64");
    return [
      count(row, { below: rows }, [
        set(from, x),
        set(to, out),
        set(total, f64.const(0)),
        count(at, { below: length }, [
          set(total, f64.add(total, f64.fromF32(f32.load(from)))),
          f32.store(to, f64.toF32(total)),
          increase(from, step),
          increase(to, step),
        ]),
        increase(x, rowStride),
        increase(out, rowStride),
      ]),
    ];
  });
}
