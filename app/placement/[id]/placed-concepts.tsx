import type { PlacedArea } from "#app/_data/placement-report.ts";
import { PageLink } from "#app/_ui/page-link.tsx";

type Placed = PlacedArea["concepts"][number];

/** What was found of each concept, and on what that rests. */
export function PlacedConcepts({ areas }: { areas: readonly PlacedArea[] }) {
  return (
    <div className="mt-12 grid gap-x-10 gap-y-7 sm:grid-cols-2">
      {areas.map(({ title, concepts }) => (
        <section key={title} className="min-w-0">
          <h2 className="border-b border-line pb-1.5 text-sm font-medium text-soft">{title}</h2>
          <ul className="mt-1.5">
            {concepts.map((concept) => (
              <li key={concept.id} className="flex items-baseline gap-1 py-1.5">
                <span aria-hidden className={`w-4 shrink-0 ${concept.passed ? "text-correct" : "text-soft"}`}>
                  {concept.passed ? "✓" : "–"}
                </span>
                <div className="min-w-0">
                  <PageLink href={`/notes/${concept.id}`} className="hover:text-accent">
                    {concept.title}
                  </PageLink>
                  <span className="block text-sm text-soft">
                    {concept.passed ? "known" : "to be learned"}; {ground(concept)}
                  </span>
                </div>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** "answered right, then wrong", "not asked, inferred from others" */
function ground({ answers, answered }: Placed): string {
  if (answers.length > 0) return `answered ${answers.map((right) => (right ? "right" : "wrong")).join(", then ")}`;
  return answered > 0 ? "not asked, by what builds on it" : "not asked, by the other answers";
}
