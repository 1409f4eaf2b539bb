import { z } from "zod";
import { type Directive, partDirectives } from "./directive.ts";
import type { Problem } from "./draft.ts";
import { frontMatter } from "./front-matter.ts";
import { parseMarkdown } from "./markdown.ts";
import { outline, type Section } from "./outline.ts";

const conceptId = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "an id is lower-case words joined by hyphens");

const Head = z.strictObject({
  id: conceptId,
  title: z.string().min(1),
  /** Concepts to be known before this one. */
  needs: z.array(conceptId).default([]),
  /** Study material this note covers. */
  covers: z.array(z.enum(["M0", "M1", "M2", "M3", "M4"])).default([]),
});

/** A note of the project: one concept of an area. */
export interface Concept {
  id: string;
  title: string;
  area: string;
  needs: string[];
  covers: string[];
  /** The note's markdown without front matter, blocks included. */
  body: string;
  /** Place in a topological order of `needs`, from 0; ties follow areas, then ids. */
  order: number;
  file: string;
}

export interface Note {
  concept: Concept;
  sections: Section[];
  blocks: Directive[];
}

/** Reads one note; `area` is the folder it lies in. */
export function readNote(file: string, text: string, area: string): { note: Note | null; problems: Problem[] } {
  const problems: Problem[] = [];
  const { data, rest, error } = frontMatter(text);
  if (error) problems.push({ file, ...error });
  else if (data === undefined)
    problems.push({ file, line: 1, message: "a note opens with front matter (--- id, title …)" });
  const head = Head.safeParse(data);
  if (!head.success) {
    if (data !== undefined) {
      for (const issue of head.error.issues) {
        problems.push({ file, line: 1, message: `front matter, ${issue.path.join(".") || "keys"}: ${issue.message}` });
      }
    }
    return { note: null, problems };
  }
  const name = file.split("/").at(-1)?.replace(/\.md$/, "");
  if (name !== head.data.id) {
    problems.push({ file, line: 1, message: `the id is "${head.data.id}" but the file is called ${name}.md` });
  }
  const directives = partDirectives(rest);
  for (const problem of directives.problems) problems.push({ file, ...problem });
  const sections = outline(parseMarkdown(directives.rest), head.data.title);
  const concept = { ...head.data, area, body: rest.replace(/^\n+/, ""), order: 0, file };
  return { note: { concept, sections, blocks: directives.blocks }, problems };
}

/**
 * Gives each concept its place in a topological order of `needs`. Unknown needs and cycles are problems; concepts on a
 * cycle keep their place by area.
 */
export function orderConcepts(concepts: Concept[], areas: readonly string[]): Problem[] {
  const problems: Problem[] = [];
  const byId = new Map(concepts.map((concept) => [concept.id, concept]));
  const rank = (concept: Concept) => {
    const at = areas.indexOf(concept.area);
    return at === -1 ? areas.length : at;
  };
  const waiting = [...concepts].sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
  for (const concept of waiting) {
    for (const need of concept.needs) {
      if (byId.has(need)) continue;
      problems.push({ file: concept.file, line: 1, message: `needs "${need}", which no note has as its id` });
    }
  }
  const placed = new Set<string>();
  while (waiting.length > 0) {
    const ready = waiting.findIndex((concept) => concept.needs.every((need) => placed.has(need) || !byId.has(need)));
    let next = waiting[Math.max(ready, 0)];
    if (ready === -1) {
      const cycle = cycleFrom(next, byId, placed);
      next = byId.get(cycle[0] ?? "") ?? next;
      problems.push({ file: next.file, line: 1, message: `needs run in a circle: ${cycle.join(" → ")}` });
    }
    next.order = placed.size;
    placed.add(next.id);
    waiting.splice(waiting.indexOf(next), 1);
  }
  return problems;
}

function cycleFrom(start: Concept, byId: ReadonlyMap<string, Concept>, placed: ReadonlySet<string>): string[] {
  const path: string[] = [];
  let at: Concept | undefined = start;
  while (at && !path.includes(at.id)) {
    path.push(at.id);
    const next: string | undefined = at.needs.find((need) => byId.has(need) && !placed.has(need));
    at = next === undefined ? undefined : byId.get(next);
  }
  return at ? [...path.slice(path.indexOf(at.id)), at.id] : path;
}
