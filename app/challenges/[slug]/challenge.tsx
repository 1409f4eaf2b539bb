"use client";

import { useState } from "react";
import type { ChallengeView } from "../view.ts";
import { DueAgain } from "./due-again.tsx";
import { Workplace } from "./workplace.tsx";

/** A challenge's page: its workplace, but first what is asked where it is due. */
export function Challenge({ challenge }: { challenge: ChallengeView }) {
  const { next } = challenge.work.round;
  const [looking, setLooking] = useState(false);
  if (next && !looking) return <DueAgain challenge={challenge} next={next} onLook={() => setLooking(true)} />;
  return <Workplace challenge={challenge} />;
}
