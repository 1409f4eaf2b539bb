"use client";

import { useState } from "react";
import { decideAction } from "#app/_actions/import.ts";
import { QuietButton } from "#app/_ui/button.tsx";
import { RichText } from "#app/_ui/rich-text.tsx";

type Status = "draft" | "active" | "rejected";

export interface DraftView {
  id: string;
  status: Status;
  concept: string;
  origin: string;
  stem: string;
  answers: { html: string; right: boolean }[];
}

const WORDS: Record<Status, string> = { draft: "", active: "✓ accepted", rejected: "✕ rejected" };

/** Draft questions to accept or reject; every decision can be taken back. */
export function Drafts({ drafts }: { drafts: DraftView[] }) {
  const [decided, setDecided] = useState<Record<string, Status>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const statusOf = (draft: DraftView) => decided[draft.id] ?? draft.status;
  const open = drafts.filter((draft) => statusOf(draft) === "draft").length;

  async function decide({ id }: DraftView, status: Status) {
    const before = decided;
    setDecided({ ...decided, [id]: status });
    setProblem(null);
    try {
      if (await decideAction({ itemId: id, status })) return;
    } catch (error) {
      console.warn("The decision was not stored", error);
    }
    setDecided(before);
    setProblem("The decision could not be stored; try again.");
  }

  return (
    <>
      <p aria-live="polite" className="mt-3 text-soft">
        {open === 0
          ? "All reviewed."
          : `${open} of ${drafts.length} to review. What you accept takes its turn among the new questions.`}
      </p>
      <p role="alert" className={problem ? "mt-4 rounded-control bg-invalid-bg px-4 py-3 text-invalid" : ""}>
        {problem}
      </p>
      <ol className="mt-4">
        {drafts.map((draft) => (
          <li key={draft.id} className="border-t border-line py-5">
            <p className="text-sm text-soft">
              {draft.concept} · {draft.origin}
            </p>
            <div className={statusOf(draft) === "rejected" ? "opacity-60" : ""}>
              <RichText html={draft.stem} className="prose prose-small mt-1.5" />
              <ul className="mt-2 font-serif text-lg">
                {draft.answers.map(({ html, right }) => (
                  <li key={html} className={`flex gap-2 ${right ? "" : "text-soft"}`}>
                    <span aria-hidden>{right ? "✓" : "·"}</span>
                    {right && <span className="sr-only">right:</span>}
                    <RichText html={html} className="prose prose-small min-w-0 scrolls-wide" />
                  </li>
                ))}
              </ul>
            </div>
            <div className="mt-2 flex items-center gap-1">
              {statusOf(draft) === "draft" ? (
                <>
                  <QuietButton className="-ml-3 text-correct" onClick={() => decide(draft, "active")}>
                    Accept
                  </QuietButton>
                  <QuietButton className="text-wrong" onClick={() => decide(draft, "rejected")}>
                    Reject
                  </QuietButton>
                </>
              ) : (
                <>
                  <span className={statusOf(draft) === "active" ? "text-correct" : "text-soft"}>
                    {WORDS[statusOf(draft)]}
                  </span>
                  <QuietButton onClick={() => decide(draft, "draft")}>Undo</QuietButton>
                </>
              )}
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}
