"use client";

import { useRouter } from "next/navigation";
import { useEffect, useTransition } from "react";
import { judgeAgainAction, judgingAction } from "#app/_actions/exam.ts";
import { QuietButton } from "#app/_ui/button.tsx";
import type { JudgingStand } from "../../judging.ts";

/** Milliseconds until it is asked again. */
const AGAIN = 1500;

/** Brings the report up to date once programs are judged; those that could not be can be judged again. */
export function Judging({ exam, stand }: { exam: string; stand: JudgingStand }) {
  const { waiting, going, trouble } = stand;
  const router = useRouter();
  const [busy, begin] = useTransition();
  useEffect(() => {
    if (!going) return undefined;
    let asking = false;
    async function ask() {
      if (asking) return;
      asking = true;
      try {
        const now = await judgingAction({ exam });
        if (now.waiting !== waiting || !now.going) router.refresh();
      } catch (error) {
        // The report stays as it is until the server is back.
        console.warn("How the judging stands could not be asked for", error);
      }
      asking = false;
    }
    const timer = setInterval(() => void ask(), AGAIN);
    return () => clearInterval(timer);
  }, [exam, waiting, going, router]);
  return (
    <div role="status" className="mt-3">
      {going && <p className="text-soft">Programs are being judged by all cases; this page shows it by itself.</p>}
      {trouble !== null && (
        <p className="rounded-control bg-invalid-bg px-4 py-1 text-invalid">
          <span className="inline-block py-2">A program could not be judged. {trouble}</span>
          <QuietButton disabled={busy} onClick={() => begin(() => judgeAgainAction())}>
            Judge it again
          </QuietButton>
        </p>
      )}
    </div>
  );
}
