import { BITS } from "./bits.ts";
import { BOUNDED } from "./bounded.ts";
import { EXPONENTIAL } from "./exponential.ts";
import { POWER } from "./power.ts";
import { TRIGONOMETRIC } from "./trigonometric.ts";

/** Functions of WGSL by name; each may call the others. */
export const LIBRARY: Readonly<Record<string, string>> = {
  ...BITS,
  ...EXPONENTIAL,
  ...BOUNDED,
  ...POWER,
  ...TRIGONOMETRIC,
};
