import { listChallenges } from "#app/_data/challenges.ts";
import { PageLink } from "#app/_ui/page-link.tsx";
import { LEVELS } from "./words.ts";

/** The challenges that practise a concept; nothing where there is none. */
export function ChallengesOf({ conceptId }: { conceptId: string }) {
  const those = listChallenges().filter(({ document }) => document.concept === conceptId);
  if (those.length === 0) return null;
  return (
    <section aria-labelledby="challenges" className="mt-14 border-t border-line pt-6">
      <h2 id="challenges" className="font-semibold">
        Write it yourself
      </h2>
      <ul className="mt-1">
        {those.map(({ document: { id, title, level, minutes } }) => (
          <li key={id}>
            <PageLink href={`/challenges/${id}`} className="inline-block py-1 text-accent hover:underline">
              {title}
            </PageLink>
            <span className="ml-3 text-sm text-soft">
              {LEVELS[level - 1]} · {minutes} min
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
