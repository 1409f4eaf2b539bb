"use server";

import { z } from "zod";
import { findReview } from "#app/_data/answers.ts";
import { database } from "#app/_data/client.ts";
import { load } from "#app/drill/answering.ts";
import { programBehind } from "#app/drill/live-variant.ts";
import { presentExplored, presentGivens } from "#app/drill/present-explored.ts";
import type { ExploredView, GivenView } from "#app/drill/view.ts";
import { explore } from "#lib/item/explore.ts";
import { givens } from "#lib/item/givens.ts";
import { renderInline } from "#lib/text/markdown.ts";

const ServingInput = z.object({ servingId: z.uuid() });

/** The values of a marked question that can be changed; null where there are none. */
export async function givensAction(input: z.input<typeof ServingInput>): Promise<GivenView[] | null> {
  const marked = await loadMarked(input);
  return marked && presentGivens(givens(marked.program, marked.seed));
}

const MOST = 64;
const Numbers = z.union([z.number(), z.array(z.number()).max(MOST), z.array(z.array(z.number()).max(MOST)).max(MOST)]);
const ExploreInput = ServingInput.extend({
  edits: z.record(z.string().max(100), Numbers).refine((edits) => Object.keys(edits).length <= MOST),
});

export type ExploreResult =
  | { kind: "explored"; view: ExploredView }
  /** One sentence, as markup, why these values make no question. */
  | { kind: "impossible"; message: string };

/** A marked question computed again with some of its values changed. Writes nothing. */
export async function exploreAction(input: z.input<typeof ExploreInput>): Promise<ExploreResult> {
  const parsed = ExploreInput.safeParse(input);
  const marked = parsed.success ? await loadMarked(parsed.data) : null;
  if (!parsed.success || !marked) return { kind: "impossible", message: "These values could not be read." };
  const explored = explore(marked.program, marked.seed, parsed.data.edits);
  if (explored.kind === "impossible") return { kind: "impossible", message: renderInline(explored.message) };
  return { kind: "explored", view: await presentExplored(database(), explored) };
}

/** The program behind a question that was answered: before that its steps are not to be seen. */
async function loadMarked(input: z.input<typeof ServingInput>) {
  const parsed = ServingInput.safeParse(input);
  const { serving } = parsed.success ? await load(parsed.data.servingId) : { serving: null };
  if (!serving || !(await findReview(database(), serving.id))) return null;
  const program = programBehind(serving.variant);
  return program && { program, seed: serving.variant.seed };
}
