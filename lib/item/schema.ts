import { z } from "zod";
import { type KindName, type Kinds, kinds } from "#lib/kind/kinds.ts";
import { itemHead } from "./source.ts";

type DataKinds = Extract<Kinds[KindName], { data: object }>;
type DataSchema = DataKinds["data"]["item"];

/** An item whose whole definition is data. */
export const DataItem = z.discriminatedUnion(
  "kind",
  Object.values(kinds).flatMap((kind) => ("data" in kind ? kind.data.item : [])) as [DataSchema, ...DataSchema[]],
);
export type DataItem = z.infer<typeof DataItem>;

const programKinds = Object.entries(kinds).flatMap(([name, kind]) => ("poseRun" in kind ? name : []));

/** A computed item: its program lives in content/<area>/<concept>.items.ts and is found by the item's id. */
export const ProgramItem = z.object({
  ...itemHead,
  kind: z.enum(programKinds as [ProgramKind, ...ProgramKind[]]),
  program: z.literal(true),
});
export type ProgramItem = z.infer<typeof ProgramItem>;
type ProgramKind = { [K in KindName]: Kinds[K] extends { poseRun: object } ? K : never }[KindName];

export const Item = z.union([ProgramItem, DataItem]);
export type Item = z.infer<typeof Item>;
