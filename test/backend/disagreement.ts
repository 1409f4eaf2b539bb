import { type Backend, referenceBackend, type Shape, type Storage, type View } from "#engine/index.ts";
import { contiguousStrides } from "#engine/shape.ts";
import type { ConformanceCase, Tolerance } from "./conformance.ts";
import type { UnplacedView } from "./random-view.ts";

const EPSILON = 2 ** -23;
const SMALLEST = 2 ** -149;

/**
 * Where a backend's result of a case is not the reference's within the tolerance, in words; null where it is everywhere.
 * The reference's float64 result is rounded to float32 first. With `tinyIsZero` numbers below 2⁻¹²⁶ may count as 0, those that
 * go in, those that come out, or both.
 */
export async function disagreement(
  backend: Backend,
  testCase: ConformanceCase,
  { tinyIsZero = false } = {},
): Promise<string | null> {
  const { shape, tolerance, views } = testCase;
  const got = await carryOut(backend, testCase, views);
  const wanted = await carryOut(referenceBackend, testCase, views);
  const ofZeros = tinyIsZero
    ? await carryOut(
        referenceBackend,
        testCase,
        views.map((view) => ({ ...view, values: view.values.map(orZero) })),
      )
    : wanted;
  const magnitudes =
    tolerance.kind === "sum" ? await carryOut(referenceBackend, testCase, views.map(magnitudeOf(testCase))) : wanted;
  if (got.length !== wanted.length) return `${got.length} entries in place of ${wanted.length}`;
  const allowed = (i: number) => [
    wanted[i],
    ...(tinyIsZero ? [orZero(wanted[i]), ofZeros[i], orZero(ofZeros[i])] : []),
  ];
  const wrong = wanted.findIndex(
    (_, i) => !allowed(i).some((value) => agrees(got[i], Math.fround(value), tolerance, magnitudes[i])),
  );
  if (wrong < 0) return null;
  const inputs = views.map((view) => `(${view.shape.join()}) by (${view.strides.join()})`).join(", ");
  return (
    `${testCase.kernel}, seed ${testCase.seed}, of ${inputs} to (${shape.join()}): ` +
    `entry ${wrong} is ${got[wrong]} in place of ${wanted[wrong]}`
  );
}

function orZero(value: number): number {
  return Math.abs(Math.fround(value)) < 2 ** -126 ? 0 : value;
}

// As a tensor is one: its storage is not a property of its own.
class PlacedView implements View {
  readonly shape: Shape;
  readonly strides: readonly number[];
  readonly offset: number;
  private readonly place: Storage;

  constructor({ shape, strides, offset }: UnplacedView, place: Storage) {
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
    this.place = place;
  }

  get storage(): Storage {
    return this.place;
  }
}

async function carryOut(
  backend: Backend,
  { shape, run }: ConformanceCase,
  views: readonly UnplacedView[],
): Promise<Float64Array> {
  const placed = views.map((view) => new PlacedView(view, backend.upload(view.values)));
  const storage = run(backend.kernels, placed);
  return backend.read({ storage, shape, strides: contiguousStrides(shape), offset: 0 });
}

function magnitudeOf({ places = [] }: ConformanceCase) {
  return (view: UnplacedView, i: number): UnplacedView =>
    places.includes(i) ? view : { ...view, values: view.values.map(Math.abs) };
}

function agrees(got: number, wanted: number, tolerance: Tolerance, magnitude: number): boolean {
  if (got === wanted || Object.is(got, wanted)) return true;
  const apart = Math.abs(got - wanted);
  switch (tolerance.kind) {
    case "exact":
      return false;
    case "ulps":
      return apart <= tolerance.ulps * unitInLastPlace(wanted);
    case "sum":
      return apart <= Math.sqrt(tolerance.terms) * EPSILON * magnitude;
  }
}

/** The distance of a float32 from the next one. */
export function unitInLastPlace(value: number): number {
  const magnitude = Math.abs(value);
  if (magnitude < 2 ** -126) return SMALLEST;
  return 2 ** Math.floor(Math.log2(magnitude)) * EPSILON;
}
