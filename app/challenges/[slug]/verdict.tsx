import type { ReactNode } from "react";
import { PageLink } from "#app/_ui/page-link.tsx";
import { RichSpan } from "#app/_ui/rich-text.tsx";
import type { CaseState, VerdictView } from "../verdict-view.ts";
import type { Behind } from "../view.ts";
import { Failure } from "./failure.tsx";
import { GoTo } from "./go-to.tsx";
import { Printed } from "./printed.tsx";
import { Ticked } from "./ticked.tsx";

const SIGNS = {
  passed: { sign: "✓", look: "bg-correct-bg text-correct" },
  "visible-passed": { sign: "✓", look: "bg-correct-bg text-correct" },
  failed: { sign: "✗", look: "bg-wrong-bg text-wrong" },
  unloadable: { sign: "✗", look: "bg-wrong-bg text-wrong" },
  ended: { sign: "✗", look: "bg-wrong-bg text-wrong" },
} as const;

interface VerdictProps {
  verdict: VerdictView;
  /** Goes to a line of the editor; null where the editor shows another text. */
  goTo: ((line: number) => void) | null;
  behind?: Behind | null;
}

/** A verdict, whole. */
export function Verdict({ verdict, goTo, behind }: VerdictProps) {
  const { sign, look } = SIGNS[verdict.kind];
  return (
    <section aria-label="Verdict">
      <h2 className={`rounded-control px-4 py-3 font-semibold ${look}`}>
        <span aria-hidden>{sign} </span>
        {verdict.headline}
      </h2>
      {verdict.says.map((said) => (
        <p key={said} className="mt-3">
          <Ticked text={said} />
          {verdict.line !== null && goTo && <GoTo line={verdict.line} goTo={goTo} />}
        </p>
      ))}
      {verdict.call && (
        <pre className="code-block mt-3">
          <code>{verdict.call}</code>
        </pre>
      )}
      {verdict.like && (
        <p className="mt-3 rounded-control border border-line px-4 py-3">
          This is what it gives <RichSpan html={verdict.like.html} />.
          {behind && (
            <>
              {" "}
              Behind it may stand{" "}
              <PageLink href={behind.href} className="inline-block py-1 text-accent underline underline-offset-2">
                {behind.name}
              </PageLink>
              .
            </>
          )}
        </p>
      )}
      {verdict.first && <Failure failure={verdict.first} goTo={goTo} />}
      <Printed text={verdict.printed} opening="While it was loaded it printed" />
      <Cases verdict={verdict} />
    </section>
  );
}

const STATES: Record<CaseState, { sign: string; word: string; look: string }> = {
  passed: { sign: "✓", word: "passes", look: "text-correct" },
  failed: { sign: "✗", word: "fails", look: "text-wrong" },
  unfinished: { sign: "…", word: "was not finished", look: "text-invalid" },
  unreached: { sign: "·", word: "was not reached", look: "text-soft" },
};

function Cases({ verdict: { visible, hidden, first } }: { verdict: VerdictView }) {
  if (visible.length === 0) return null;
  return (
    <div className="mt-5 grid gap-x-8 gap-y-4 sm:grid-cols-2">
      <div>
        <h3 className="text-sm text-soft">Visible cases</h3>
        <ul>
          {visible.map(({ name, state, notes, printed }) => (
            <Case key={name} name={name} state={state} beside={notes.join(", ")}>
              {name !== first?.case && printed.trim() !== "" && (
                <details>
                  <summary className="cursor-pointer py-1 text-sm text-soft">What it printed</summary>
                  <pre className="code-block max-h-60 overflow-y-auto">
                    <code>{printed.trimEnd()}</code>
                  </pre>
                </details>
              )}
            </Case>
          ))}
        </ul>
      </div>
      {hidden && (
        <div>
          <h3 className="text-sm text-soft">Hidden cases</h3>
          <ul>
            {hidden.map(({ name, state, why }) => (
              <Case key={name} name={name} state={state} beside={why ?? ""} />
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

interface CaseProps {
  name: string;
  state: CaseState;
  beside: string;
  children?: ReactNode;
}

function Case({ name, state, beside, children }: CaseProps) {
  const { sign, word, look } = STATES[state];
  return (
    <li className="grid grid-cols-[1.5rem_minmax(0,1fr)] py-1">
      <span aria-hidden className={`font-semibold ${look}`}>
        {sign}
      </span>
      <div>
        <Ticked text={name} />
        <span className={state === "passed" ? "sr-only" : `text-sm ${look}`}>
          {" "}
          {word}
          {beside !== "" && state !== "passed" && `: ${beside}`}
        </span>
        {beside !== "" && state === "passed" && <span className="text-sm text-soft"> {beside}</span>}
        {children}
      </div>
    </li>
  );
}
