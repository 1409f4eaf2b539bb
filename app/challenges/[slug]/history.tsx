"use client";

import { useEffect, useState } from "react";
import { sourceAction, submissionsAction } from "#app/_actions/challenges.ts";
import { PrimaryButton, QuietButton } from "#app/_ui/button.tsx";
import type { Language } from "#lib/challenge/language.ts";
import type { SubmissionView } from "../view.ts";
import { LANGUAGE_NAMES } from "../words.ts";
import { Dialog } from "#app/_ui/dialog.tsx";
import { Difference } from "./difference.tsx";
import { Verdict } from "./verdict.tsx";

interface Props {
  challenge: string;
  /** The text in the editor. */
  text: string;
  language: Language;
  onClose: () => void;
  onRestore: (language: Language, source: string) => void;
}

type Loaded<T> = T | "loading" | "failed";

/** The submissions, and of one its verdict, its text and how it differs. */
export function History({ challenge, text, language, onClose, onRestore }: Props) {
  const [submissions, setSubmissions] = useState<Loaded<SubmissionView[]>>("loading");
  const [chosen, setChosen] = useState<SubmissionView | null>(null);
  useEffect(() => {
    submissionsAction(challenge).then(setSubmissions, () => setSubmissions("failed"));
  }, [challenge]);
  return (
    <Dialog open title={chosen ? whenInWords(chosen.at) : "Submissions"} onClose={onClose} className="max-w-[860px]">
      {chosen ? (
        <One
          key={chosen.id}
          submission={chosen}
          text={chosen.language === language ? text : null}
          onBack={() => setChosen(null)}
          onRestore={onRestore}
        />
      ) : (
        <List submissions={submissions} onChoose={setChosen} />
      )}
      <QuietButton className="-ml-3 mt-3" onClick={onClose}>
        Close
      </QuietButton>
    </Dialog>
  );
}

interface ListProps {
  submissions: Loaded<SubmissionView[]>;
  onChoose: (submission: SubmissionView) => void;
}

function List({ submissions, onChoose }: ListProps) {
  if (submissions === "loading") return <p className="mt-3 text-soft">Loading …</p>;
  if (submissions === "failed") return <p className="mt-3 text-soft">The server did not answer. Try again later.</p>;
  if (submissions.length === 0) {
    return <p className="mt-3 text-soft">None yet. Each submission is kept here with its text and its verdict.</p>;
  }
  return (
    <ol className="mt-2">
      {submissions.map((one) => (
        <li key={one.id} className="border-t border-line first:border-0">
          <button type="button" className="min-h-11 w-full cursor-pointer py-2 text-left" onClick={() => onChoose(one)}>
            <span className={one.verdict.kind === "passed" ? "text-correct" : "text-wrong"}>
              <span aria-hidden>{one.verdict.kind === "passed" ? "✓ " : "✗ "}</span>
              {one.verdict.headline}
            </span>
            <span className="block text-sm text-soft">{[whenInWords(one.at), ...besideOf(one)].join(" · ")}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}

function besideOf({ language, minutes, hints, gaveUp, interview }: SubmissionView): string[] {
  return [
    LANGUAGE_NAMES[language],
    `after ${minutes} min`,
    ...(hints > 0 ? [hints === 1 ? "one hint" : `${hints} hints`] : []),
    ...(gaveUp ? ["after giving up"] : []),
    ...(interview ? ["in an interview"] : []),
  ];
}

/** "Saturday 21 November, 17:05", in the browser's time. */
function whenInWords(at: number): string {
  return new Intl.DateTimeFormat("en-GB", {
    weekday: "long",
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
  }).format(at);
}

interface OneProps {
  submission: SubmissionView;
  /** The text in the editor, where it is of the same language. */
  text: string | null;
  onBack: () => void;
  onRestore: (language: Language, source: string) => void;
}

function One({ submission, text, onBack, onRestore }: OneProps) {
  const [sources, setSources] = useState<Loaded<{ source: string; before: string | null } | null>>("loading");
  const [against, setAgainst] = useState<"now" | "before">(text === null ? "before" : "now");
  useEffect(() => {
    sourceAction(submission.id).then(setSources, () => setSources("failed"));
  }, [submission.id]);
  if (sources === "loading") return <p className="mt-3 text-soft">Loading …</p>;
  if (sources === "failed" || sources === null) {
    return <p className="mt-3 text-soft">The server did not answer. Try again later.</p>;
  }
  const { source, before } = sources;
  const [older, newer] = against === "now" && text !== null ? [source, text] : [before ?? "", source];
  return (
    <>
      <p className="mt-1 text-sm text-soft">{besideOf(submission).join(" · ")}</p>
      <div className="mt-4">
        <Verdict verdict={submission.verdict} goTo={null} />
      </div>
      <fieldset className="mt-6 flex flex-wrap gap-x-5">
        <legend className="font-semibold">What differs</legend>
        {text !== null && (
          <Against
            name="from it to the text in the editor"
            checked={against === "now"}
            onChoose={() => setAgainst("now")}
          />
        )}
        <Against
          name={before === null ? "all of it: it was the first" : "from the submission before to it"}
          checked={against === "before"}
          onChoose={() => setAgainst("before")}
        />
      </fieldset>
      <Difference older={older} newer={newer} />
      <div className="mt-5 flex flex-wrap gap-2">
        <PrimaryButton onClick={() => onRestore(submission.language, source)}>Put it into the editor</PrimaryButton>
        <QuietButton onClick={onBack}>All submissions</QuietButton>
      </div>
    </>
  );
}

function Against({ name, checked, onChoose }: { name: string; checked: boolean; onChoose: () => void }) {
  return (
    <label className="flex min-h-11 cursor-pointer items-center gap-2">
      <input type="radio" name="against" checked={checked} onChange={onChoose} />
      {name}
    </label>
  );
}
