import { z } from "zod";
import { parseYamlList } from "./misconceptions.ts";

const Area = z.strictObject({
  id: z.string().regex(/^[a-z]+$/),
  title: z.string().min(1),
  /** Share in a mock exam, relative to the other areas. */
  weight: z.number().positive(),
});
export type Area = z.infer<typeof Area>;

/** The areas of `content/areas.yml`, in the order they are taught. */
export function parseAreas(file: string, text: string) {
  return parseYamlList(file, text, Area);
}
