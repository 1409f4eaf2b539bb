import type { ChallengeView } from "../view.ts";
import { LEVELS, tagInWords } from "../words.ts";

interface Props {
  challenge: ChallengeView;
  minutes: number;
  solved: boolean;
}

/** A challenge's title and what it is like. */
export function Heading({ challenge: { title, area, level, tags }, minutes, solved }: Props) {
  return (
    <header>
      <h1 className="font-serif text-3xl font-semibold tracking-tight">{title}</h1>
      <p className="mt-1 text-sm text-soft">
        {[area, LEVELS[level - 1], `about ${minutes} min`, ...tags.map(tagInWords)].join(" · ")}
        {solved && <span className="text-correct"> · ✓ Solved</span>}
      </p>
    </header>
  );
}
