import "server-only";
import { randomUUID } from "node:crypto";
import { findChallenge } from "#app/_data/challenges.ts";
import { database } from "#app/_data/client.ts";
import { listUnjudged, recordExamProgram, type UnjudgedProgram } from "#app/_data/exam-programs.ts";
import type { Learner } from "#app/_data/learner.ts";
import { assess, judgedOf } from "#app/challenges/assess.ts";
import { WHOLE, minutesOf, starterOf } from "#lib/challenge/form.ts";
import type { Challenge } from "#lib/challenge/folder.ts";

/** Null while a program is judged; otherwise why it could not be. */
type Trouble = string | null;

// Every route of the build has a copy of this module; what is being judged is the process's.
const shared = globalThis as { epochExamPrograms?: Map<string, Trouble> };
const known = (shared.epochExamPrograms ??= new Map());

const keyOf = ({ examId, place }: Pick<UnjudgedProgram, "examId" | "place">) => `${examId} ${place}`;

/**
 * Begins to judge the programs of exams that are over, as far as they are not judged yet: those of an exam that has just
 * ended, and those left when the server was ended. It goes on whether or not anybody waits.
 * @param again also those that could not be judged
 */
export async function judgeUnjudged(learner: Learner, { again = false } = {}): Promise<void> {
  for (const program of await listUnjudged(database(), learner.id)) {
    const key = keyOf(program);
    if (known.has(key) && !(again && known.get(key) !== null)) continue;
    known.set(key, null);
    const challenge = findChallenge(program.challengeId);
    if (challenge === null) {
      known.set(key, "The content has this challenge no longer.");
      continue;
    }
    void judgeProgram(learner, challenge, program).then(
      () => known.delete(key),
      (error: unknown) => {
        console.error(`The program of an exam for ${program.challengeId} could not be judged`, error);
        known.set(key, "The sandbox failed, not your program.");
      },
    );
  }
}

async function judgeProgram(learner: Learner, challenge: Challenge, program: UnjudgedProgram): Promise<void> {
  const { answer, seconds, at } = program;
  const { language, texts } = answer;
  const source = texts[language] ?? starterOf(challenge, WHOLE, language);
  const written = { challenge, language, source };
  const assessed = await assess(written, { which: "all" });
  if (assessed === null) return;
  const sent = { id: randomUUID(), at, seconds, minutes: minutesOf(challenge, WHOLE) };
  await recordExamProgram(database(), learner, program, judgedOf(written, assessed, sent), new Date());
}

/** How the judging of programs stands. */
export interface JudgingStand {
  /** Programs without a verdict. */
  waiting: number;
  /** Whether one of them is being judged. */
  going: boolean;
  /** Why one could not be judged. */
  trouble: string | null;
}

/** How it stands with those at some places of an exam that have no verdict. */
export function judgingOf(examId: string, places: readonly number[]): JudgingStand {
  const troubles = places.map((place) => known.get(keyOf({ examId, place })) ?? null);
  return {
    waiting: places.length,
    going: troubles.includes(null),
    trouble: troubles.find((trouble) => trouble !== null) ?? null,
  };
}
