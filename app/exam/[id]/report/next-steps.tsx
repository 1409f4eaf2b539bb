import type { ReactNode } from "react";
import { beginExamAction } from "#app/_actions/exam.ts";
import { cramAreaAction, cramConceptAction } from "#app/_actions/session.ts";
import { PageLink } from "#app/_ui/page-link.tsx";
import type { NextAction } from "#lib/exam/next-actions.ts";
import type { Names } from "#app/_data/exam-names.ts";
import type { Report } from "../../present-report.ts";
import { numbersOf } from "../../words.ts";

/** The three things that mend most, each a button that begins it. */
export function NextSteps({ report: { actions, names } }: { report: Report }) {
  return (
    <ol className="mt-2">
      {actions.map((action) => (
        <li
          key={JSON.stringify(action)}
          className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line py-3"
        >
          <p className="min-w-0 grow basis-64">
            {why(action, names)}
            {action.places.length > 0 && <span className="block text-sm text-soft">{numbersOf(action.places)}</span>}
          </p>
          <Act action={action} names={names} />
        </li>
      ))}
    </ol>
  );
}

function why(action: NextAction, { areas, concepts, challenges, misconceptions }: Names): string {
  switch (action.kind) {
    case "misconception":
      return `Put right: ${misconceptions.get(action.misconception)?.name ?? action.misconception}`;
    case "concept":
      return `Practise “${concepts.get(action.conceptId) ?? action.conceptId}” until all of it is right`;
    case "challenge":
      return `Solve “${challenges.get(action.challengeId) ?? action.challengeId}”, with theory and hints at hand`;
    case "area":
      return `Go over “${areas.get(action.areaId) ?? action.areaId}” for a quarter of an hour`;
    case "pace":
      return "Practise against the clock: questions were not reached";
    case "measure":
      return `Find out about “${areas.get(action.areaId) ?? action.areaId}”: too little is known`;
    case "plan":
      return "Plan the days until your exam";
  }
}

function Act({ action, names }: { action: NextAction; names: Names }) {
  switch (action.kind) {
    case "misconception":
      return (
        <ActForm act={cramConceptAction} fields={{ concept: taughtIn(action.misconception, names) }}>
          Practise it
        </ActForm>
      );
    case "concept":
      return (
        <ActForm act={cramConceptAction} fields={{ concept: action.conceptId }}>
          Practise
        </ActForm>
      );
    case "area":
      return (
        <ActForm act={cramAreaAction} fields={{ area: action.areaId, minutes: "15" }}>
          Go over it
        </ActForm>
      );
    case "pace":
      return (
        <ActForm act={beginExamAction} fields={{ preset: "check" }}>
          Ten-minute check
        </ActForm>
      );
    case "measure":
      return (
        <ActForm
          act={beginExamAction}
          fields={{ preset: "own", minutes: "15", questions: "10", [`area ${action.areaId}`]: "1" }}
        >
          Begin, 10 questions
        </ActForm>
      );
    case "challenge":
      return <LinkButton href={`/challenges/${action.challengeId}`}>Open it</LinkButton>;
    case "plan":
      return <LinkButton href="/exam/date">Plan</LinkButton>;
  }
}

function taughtIn(misconception: string, { misconceptions }: Names): string {
  return misconceptions.get(misconception)?.conceptId ?? "";
}

const BUTTON =
  "min-h-11 cursor-pointer rounded-control border border-line bg-card px-5 py-2.5 font-medium print:hidden";

function LinkButton({ href, children }: { href: string; children: ReactNode }) {
  return (
    <PageLink href={href} className={`inline-flex items-center ${BUTTON}`}>
      {children}
    </PageLink>
  );
}

interface ActFormProps {
  act: (form: FormData) => Promise<void>;
  fields: Record<string, string>;
  children: ReactNode;
}

function ActForm({ act, fields, children }: ActFormProps) {
  return (
    <form action={act}>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button type="submit" className={BUTTON}>
        {children}
      </button>
    </form>
  );
}
