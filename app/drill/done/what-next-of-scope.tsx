import type { ReactNode } from "react";
import { backToDailyAction, cramSameAction } from "#app/_actions/session.ts";
import type { LeftOfScope } from "#app/_data/summary.ts";
import type { Session } from "#app/_data/sessions.ts";
import { PrimaryButton } from "#app/_ui/button.tsx";

/** What there is to do after a session of some concepts: practise them, or go on with the day. */
export function WhatNextOfScope({ session, left }: { session: Session; left: LeftOfScope }) {
  const { planned, closed } = left;
  return (
    <div className="mt-10">
      {session.mode === "concept" && planned === 0 && (
        <p className="mb-4 text-soft">
          Nothing of it is due.
          {closed > 0 && ` ${closed} new ${closed === 1 ? "question waits" : "questions wait"} for what it builds on.`}{" "}
          Practising asks all of it all the same; the schedule isn’t touched.
        </p>
      )}
      <div className="flex flex-wrap gap-3">
        <SessionForm id={session.id} action={backToDailyAction}>
          <PrimaryButton type="submit">Back to today’s drill</PrimaryButton>
        </SessionForm>
        <SessionForm id={session.id} action={cramSameAction}>
          <button
            type="submit"
            className="min-h-11 cursor-pointer rounded-control border border-line bg-card px-5 py-2.5 font-medium"
          >
            {session.mode === "cram" ? "Practise it again" : "Practise it all"}
          </button>
        </SessionForm>
      </div>
    </div>
  );
}

interface SessionFormProps {
  id: string;
  action: (form: FormData) => Promise<void>;
  children: ReactNode;
}

function SessionForm({ id, action, children }: SessionFormProps) {
  return (
    <form action={action}>
      <input type="hidden" name="session" value={id} />
      {children}
    </form>
  );
}
