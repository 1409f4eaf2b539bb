import { z } from "zod";
import type { Problem } from "./draft.ts";
import { parseYamlList } from "./misconceptions.ts";

const Met = z.union([z.literal("planned"), z.array(z.string().min(1)).min(1)]);

const Row = z.strictObject({
  area: z.string(),
  bullet: z.string().min(1),
  /** Notes that teach it. */
  notes: Met,
  /** Items whose answer is computed live. */
  computed: Met.optional(),
  challenge: Met.optional(),
  lab: Met.optional(),
});

/** One bullet of the material's coverage list: for each thing it demands, the ids that meet it, or "planned". */
export type CoverageRow = z.infer<typeof Row> & { file: string; line: number };

const DEMANDS = ["notes", "computed", "challenge", "lab"] as const;
export type Demand = (typeof DEMANDS)[number];

/** The rows of `content/coverage.yml`. */
export function parseCoverage(file: string, text: string): { entries: CoverageRow[]; problems: Problem[] } {
  return parseYamlList(file, text, Row);
}

/** Ids that exist, by what they are; challenges and labs are called `area/slug`. */
export interface Existing {
  areas: ReadonlySet<string>;
  notes: ReadonlySet<string>;
  computed: ReadonlySet<string>;
  challenge: ReadonlySet<string>;
  lab: ReadonlySet<string>;
}

/** Ids that a row names and nobody has, and areas that do not exist. */
export function coverageProblems(rows: readonly CoverageRow[], existing: Existing): Problem[] {
  const problems: Problem[] = [];
  for (const row of rows) {
    const { file, line } = row;
    if (!existing.areas.has(row.area)) problems.push({ file, line, message: `areas.yml has no area "${row.area}"` });
    for (const demand of DEMANDS) {
      const met = row[demand];
      if (met === undefined || met === "planned") continue;
      for (const id of met) {
        if (!existing[demand].has(id)) problems.push({ file, line, message: `${demand}: nothing has the id "${id}"` });
      }
    }
  }
  return problems;
}

export interface CoverageCount {
  met: number;
  planned: number;
}

/** How many demands are met and how many are planned, by kind of demand. */
export function countCoverage(rows: readonly CoverageRow[]): Record<Demand, CoverageCount> {
  const count = (demand: Demand): CoverageCount => {
    const asked = rows.filter((row) => row[demand] !== undefined);
    const planned = asked.filter((row) => row[demand] === "planned").length;
    return { met: asked.length - planned, planned };
  };
  return { notes: count("notes"), computed: count("computed"), challenge: count("challenge"), lab: count("lab") };
}
