import { z } from "zod";
import { type KindName, type Kinds, kinds } from "#lib/kind/kinds.ts";

type Schema = Kinds[KindName]["answer"];

/** What a learner hands in. */
export const Answer = z.discriminatedUnion(
  "kind",
  Object.values(kinds).map(({ answer }) => answer) as [Schema, ...Schema[]],
);
export type Answer = z.infer<typeof Answer>;
export type AnswerOf<K extends KindName> = z.infer<Kinds[K]["answer"]>;
