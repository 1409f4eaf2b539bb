import { z } from "zod";
import { type KindName, type Kinds, kinds } from "#lib/kind/kinds.ts";

type List<T> = [T, ...T[]];

/** What a person may see of a question before it is marked. Everything else of a variant stays on the server. */
export const PublicQuestion = z.discriminatedUnion(
  "kind",
  Object.values(kinds).map(({ question }) => question) as List<Kinds[KindName]["question"]>,
);
export type PublicQuestion = z.infer<typeof PublicQuestion>;
export type QuestionOf<K extends KindName> = z.infer<Kinds[K]["question"]>;

/** What is known about a question only on the server until it is marked. */
export const Solution = z.discriminatedUnion(
  "kind",
  Object.values(kinds).map(({ solution }) => solution) as List<Kinds[KindName]["solution"]>,
);
export type Solution = z.infer<typeof Solution>;
export type SolutionOf<K extends KindName> = z.infer<Kinds[K]["solution"]>;

/** One drawn question: what is shown and what is kept back. Stored whole with the serving as its snapshot. */
export const Variant = z.object({
  item: z.string(),
  version: z.number().int(),
  seed: z.number().int(),
  question: PublicQuestion,
  solution: Solution,
});
export type Variant = z.infer<typeof Variant>;
