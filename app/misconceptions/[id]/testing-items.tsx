import type { TestingItem } from "#app/_data/misunderstood-answers.ts";
import { PageLink } from "#app/_ui/page-link.tsx";
import type { ScheduleContext } from "#lib/schedule/card.ts";
import { testState } from "../words.ts";

/** The questions that can show it, and when they are asked. */
export function TestingItems({ items, context }: { items: TestingItem[]; context: ScheduleContext }) {
  return (
    <section aria-labelledby="items" className="mt-10">
      <h2 id="items" className="font-semibold">
        Questions that test it
      </h2>
      {items.length === 0 && <p className="mt-1 text-soft">No question tests it any more.</p>}
      <ul className="mt-2">
        {items.map(({ id, title, concept, card }) => (
          <li key={id} className="flex items-baseline justify-between gap-4 border-t border-line py-2">
            <span className="min-w-0">
              {title}{" "}
              <PageLink
                href={`/notes/${concept.id}`}
                className="text-sm text-soft underline underline-offset-2 hover:text-ink"
              >
                {concept.title}
              </PageLink>
            </span>
            <span className="shrink-0 text-sm text-soft">{testState(card, context)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
