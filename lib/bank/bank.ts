import type { DataItem } from "../item/schema.ts";
import { itemTargets } from "../misconception/item-targets.ts";
import { type Area, parseAreas } from "./areas.ts";
import { type Concept, type Note, orderConcepts, readNote } from "./concept.ts";
import { type Draft, draftId, type Extraction, itemOf, type Problem, type Rejected } from "./draft.ts";
import { authoredRefusals, type Fingerprint, fingerprint, multiRefusals, nearDuplicate } from "./filters.ts";
import { type Misconception, parseMisconceptions } from "./misconceptions.ts";
import { authoredItems } from "./rules/authored.ts";
import { clozeItems } from "./rules/cloze.ts";
import { listItems } from "./rules/list.ts";
import { tableItems } from "./rules/table.ts";
import { findTerms, type Term, termItems } from "./rules/term.ts";

export interface Bank {
  areas: Area[];
  /** In topological order of `needs`. */
  concepts: Concept[];
  items: DataItem[];
  misconceptions: Misconception[];
  /** Structures that a rule looked at and did not make an item of. */
  rejected: (Rejected & { file: string })[];
  /** What the authors must mend before the bank may be used. */
  problems: Problem[];
}

/**
 * The bank of the project's own notes. `files` are `content/<area>/<concept>.md`, `content/<area>/misconceptions.yml`
 * and `content/areas.yml` with their texts, in any order; other paths are ignored. Never throws on malformed notes:
 * what is wrong stands in `problems`.
 */
export function notesToBank(files: readonly { path: string; text: string }[]): Bank {
  const bank: Bank = { areas: [], concepts: [], items: [], misconceptions: [], rejected: [], problems: [] };
  const notes: Note[] = [];
  for (const { path, text } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const [name = "", area = ""] = path.split("/").reverse();
    if (name === "areas.yml") take(bank.areas, parseAreas(path, text), bank.problems);
    else if (name === "misconceptions.yml") take(bank.misconceptions, parseMisconceptions(path, text), bank.problems);
    else if (name.endsWith(".md")) {
      const { note, problems } = readNote(path, text, area);
      bank.problems.push(...problems);
      if (note) notes.push(note);
    }
  }
  unique(
    notes.map(({ concept }) => ({ id: concept.id, file: concept.file, line: 1 })),
    "concept",
    bank.problems,
  );
  unique(bank.misconceptions, "misconception", bank.problems);

  const concepts = notes.map((note) => note.concept);
  const areas = bank.areas.map((area) => area.id);
  bank.problems.push(...orderConcepts(concepts, areas));
  bank.concepts = concepts.sort((a, b) => a.order - b.order);
  for (const concept of concepts) {
    if (areas.length > 0 && !areas.includes(concept.area)) {
      bank.problems.push({ file: concept.file, line: 1, message: `areas.yml has no area "${concept.area}"` });
    }
  }
  for (const { taught, file, line } of bank.misconceptions) {
    if (concepts.some((concept) => concept.id === taught)) continue;
    bank.problems.push({ file, line, message: `taught: no note has the id "${taught}"` });
  }
  collectItems(notes, bank);
  checkMisconceptions(bank);
  return bank;
}

function take<T>(into: T[], list: { entries: T[]; problems: Problem[] }, problems: Problem[]): void {
  into.push(...list.entries);
  problems.push(...list.problems);
}

function unique(
  entries: readonly { id: string; file: string; line: number }[],
  what: string,
  problems: Problem[],
): void {
  const seen = new Map<string, string>();
  for (const { id, file, line } of entries) {
    const before = seen.get(id);
    if (before) problems.push({ file, line, message: `the ${what} "${id}" is already defined in ${before}` });
    seen.set(id, file);
  }
}

/** Items by concept: authored first, so that a generated question never displaces one that was written. */
function collectItems(notes: readonly Note[], bank: Bank): void {
  const terms = new Map<Note, Term[]>();
  for (const note of notes) {
    const found = findTerms(note.sections, "note");
    terms.set(note, found.terms);
    bank.rejected.push(...found.rejected.map((rejection) => ({ ...rejection, file: note.concept.file })));
  }
  for (const note of notes) {
    const { concept, sections, blocks } = note;
    const authored = authoredItems(blocks);
    for (const problem of authored.problems) bank.problems.push({ file: concept.file, ...problem });
    for (const draft of authored.drafts) {
      const refusals =
        draft.kind === "choice" ? authoredRefusals(draft) : draft.kind === "multi" ? multiRefusals(draft) : [];
      for (const message of refusals) {
        bank.problems.push({ file: concept.file, line: draft.line, message: `#${draft.head}: ${message}` });
      }
    }
    const siblings = notes
      .filter((other) => other.concept.area === concept.area)
      .flatMap((other) => terms.get(other) ?? []);
    const generated: Extraction[] = [
      termItems(terms.get(note) ?? [], siblings),
      clozeItems(sections, concept.title),
      tableItems(sections),
      listItems(sections),
    ];
    for (const { rejected } of generated) {
      bank.rejected.push(...rejected.map((rejection) => ({ ...rejection, file: concept.file })));
    }
    addItems([...authored.drafts, ...generated.flatMap(({ drafts }) => drafts)], concept, bank);
  }
}

function addItems(drafts: readonly Draft[], concept: Concept, bank: Bank): void {
  const { file } = concept;
  const ids = new Map<string, number>();
  const kept: { draft: Draft; print: Fingerprint }[] = [];
  for (const draft of drafts) {
    const id = draftId(concept.id, draft);
    const before = ids.get(id);
    if (before !== undefined) {
      bank.problems.push({ file, line: draft.line, message: `the item "${id}" already stands in line ${before}` });
      continue;
    }
    const print = fingerprint(draft);
    const twin = kept.find((other) => other.draft.kind === draft.kind && nearDuplicate(other.print, print));
    if (twin && draft.rule === "authored") {
      bank.problems.push({
        file,
        line: draft.line,
        message: `#${draft.head} is nearly the same as #${twin.draft.head}`,
      });
    } else if (twin) {
      const reason = `nearly the same as the item from line ${twin.draft.line}`;
      bank.rejected.push({ file, rule: draft.rule, line: draft.line, text: draft.text, reason });
      continue;
    }
    ids.set(id, draft.line);
    kept.push({ draft, print });
    bank.items.push(itemOf(draft, concept.id, file, id));
  }
}

function checkMisconceptions({ items, misconceptions, problems }: Bank): void {
  const known = new Set(misconceptions.map(({ id }) => id));
  for (const item of items) {
    for (const misconception of itemTargets(item)) {
      if (known.has(misconception)) continue;
      const { file, line } = item.source;
      problems.push({ file, line, message: `{m=${misconception}} stands in no misconceptions.yml` });
    }
  }
}
