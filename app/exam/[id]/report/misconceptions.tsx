import { PageLink } from "#app/_ui/page-link.tsx";
import type { Report } from "../../present-report.ts";
import { numbersOf } from "../../words.ts";

/** What explains wrong answers, the most frequent first. */
export function Misconceptions({ report: { score, names } }: { report: Report }) {
  return (
    <ul className="mt-2">
      {score.misconceptions.map(({ id, places, confident }) => {
        const known = names.misconceptions.get(id);
        const href = known?.hasPage ? `/misconceptions/${id}` : `/notes/${known?.conceptId}`;
        return (
          <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-4 border-t border-line py-2.5">
            {known?.conceptId ? (
              <PageLink href={href} className="underline underline-offset-2 hover:text-accent">
                {known.name}
              </PageLink>
            ) : (
              (known?.name ?? id)
            )}
            <span className="text-sm text-soft">
              {numbersOf(places)}
              {confident > 0 && (confident === places.length ? ", with certainty" : `, ${confident} with certainty`)}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
