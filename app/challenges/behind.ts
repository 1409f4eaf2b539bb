import "server-only";
import { findMisconception } from "#app/_data/bank.ts";
import type { Db } from "#app/_data/client.ts";
import { misconceptionsWithPage } from "#app/_data/misunderstood.ts";
import type { VerdictView } from "./verdict-view.ts";
import type { Behind } from "./view.ts";

/** What the program's fault shows: told on the learner's own page of it, or else in the note that teaches what is true. */
export async function behindOf(db: Db, learnerId: string, { like }: VerdictView): Promise<Behind | null> {
  if (!like?.misconception) return null;
  const found = await findMisconception(db, like.misconception);
  if (!found) return null;
  const { id, name, concept } = found;
  const withPage = await misconceptionsWithPage(db, learnerId, [id]);
  return { name, href: withPage.has(id) ? `/misconceptions/${id}` : `/notes/${concept.id}` };
}
