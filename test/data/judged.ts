import { type Judged, recordSubmission } from "#app/_data/submissions.ts";
import { after, NOON, type Place } from "./drill-test.ts";

/** A submission to softmax that fails, a minute into the first round, and what is given. */
export function judged(given: Partial<Judged> = {}): Judged {
  return {
    id: crypto.randomUUID(),
    challengeId: "softmax",
    round: 1,
    language: "python",
    source: "x = 1",
    seed: 7,
    passed: false,
    verdict: { kind: "failed" },
    credit: given.passed ? 1 : 0.5,
    like: null,
    at: NOON,
    seconds: 60,
    minutes: 15,
    ...given,
  };
}

/** Sends one; it is written a second after it was sent. */
export async function submit({ db, ada }: Place, given: Partial<Judged> = {}): Promise<Judged> {
  const one = judged(given);
  await recordSubmission(db, ada, one, after(one.at.getTime() - NOON.getTime() + 1000));
  return one;
}
