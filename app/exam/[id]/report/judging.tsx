"use client";

import { useRouter } from "next/navigation";
import { useEffect, useTransition } from "react";
import { judgeAgainAction } from "#app/_actions/exam.ts";
import { QuietButton } from "#app/_ui/button.tsx";

/** Milliseconds until the report is asked for anew. */
const AGAIN = 1500;

/** Brings the report up to date until programs are judged; those that could not be can be judged again. */
export function Judging({ going, trouble }: { going: boolean; trouble: string | null }) {
  const router = useRouter();
  const [busy, begin] = useTransition();
  useEffect(() => {
    if (!going) return undefined;
    const timer = setInterval(() => router.refresh(), AGAIN);
    return () => clearInterval(timer);
  }, [going, router]);
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
