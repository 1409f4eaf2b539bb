import { isMap, isSeq, LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import type { Problem } from "./draft.ts";

const Misconception = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "an id is lower-case words joined by hyphens"),
  /** A short noun phrase. */
  name: z.string().min(1),
  /** What the learner seems to believe. */
  claim: z.string().min(1),
  /** What is so, and why. */
  truth: z.string().min(1),
  /** The concept that teaches it. */
  taught: z.string().min(1),
});
export type Misconception = z.infer<typeof Misconception> & { file: string; line: number };

export interface YamlList<T> {
  entries: (T & { file: string; line: number })[];
  problems: Problem[];
}

/** The misconceptions of one `misconceptions.yml`, with the lines they stand on. */
export function parseMisconceptions(file: string, text: string): YamlList<z.infer<typeof Misconception>> {
  return parseYamlList(file, text, Misconception);
}

/** A yaml list checked entry by entry against `schema`; problems carry the line of the entry. */
export function parseYamlList<T extends object>(file: string, text: string, schema: z.ZodType<T>): YamlList<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const result: YamlList<T> = { entries: [], problems: [] };
  for (const error of document.errors) {
    const message = error.message.split("\n")[0] ?? "not yaml";
    result.problems.push({ file, line: lines.linePos(error.pos[0]).line, message });
  }
  if (result.problems.length > 0 || document.contents === null) return result;
  if (!isSeq(document.contents)) {
    result.problems.push({ file, line: 1, message: "expected a list of entries (- id: …)" });
    return result;
  }
  for (const node of document.contents.items) {
    const line = isMap(node) && node.range ? lines.linePos(node.range[0]).line : 1;
    const parsed = schema.safeParse((node as { toJSON(): unknown }).toJSON());
    if (parsed.success) result.entries.push({ ...parsed.data, file, line });
    else {
      for (const issue of parsed.error.issues) {
        result.problems.push({ file, line, message: `${issue.path.join(".") || "entry"}: ${issue.message}` });
      }
    }
  }
  return result;
}
