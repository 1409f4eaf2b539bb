import { database } from "#app/_data/client.ts";
import { currentLearner } from "#app/_data/learner.ts";
import { listMisunderstood, type Misunderstood } from "#app/_data/misunderstood.ts";
import { PageLink } from "#app/_ui/page-link.tsx";

/** On a note: how many of the misconceptions it sets right the learner has had. */
export async function MetHere({ conceptId }: { conceptId: string }) {
  const met = await metBy(conceptId);
  if (met.length === 0) return null;
  return (
    <p className="mt-10 text-soft">
      You have met {count(met.length)} here{gone(met)}: <ToAll />.
    </p>
  );
}

/** On the page of the day: how many the learner has had at all. */
export async function MetSoFar() {
  const met = await metBy();
  return (
    <p className="mt-1 text-sm text-soft">
      {met.length === 0 ? "No misunderstandings met so far" : `${capital(count(met.length))} met${gone(met)}`}:{" "}
      <ToAll />.
    </p>
  );
}

async function metBy(conceptId?: string): Promise<Misunderstood[]> {
  const db = database();
  return listMisunderstood(db, (await currentLearner(db)).id, conceptId);
}

function ToAll() {
  return (
    <PageLink href="/misconceptions" className="underline underline-offset-2 hover:text-ink">
      all misunderstandings
    </PageLink>
  );
}

function count(met: number): string {
  return met === 1 ? "one misunderstanding" : `${met} misunderstandings`;
}

function capital(words: string): string {
  return words[0].toUpperCase() + words.slice(1);
}

function gone(met: readonly Misunderstood[]): string {
  const overcome = met.filter(({ status }) => status === "gone").length;
  if (overcome === 0) return "";
  return overcome === met.length ? ", all gone" : `, ${overcome} of them gone`;
}
