import type { MalOutcome } from "#lib/item/computed.ts";
import type { Diagnosis } from "./verdict.ts";

/** The misconception that explains an answer, if every rule that yields it shares one; otherwise none is made up. */
export function diagnose(matching: MalOutcome[]): Diagnosis | null {
  const [first, ...others] = matching;
  if (!first || others.some((other) => other.misconception !== first.misconception)) return null;
  return { misconception: first.misconception, says: first.says, notes: first.notes };
}
