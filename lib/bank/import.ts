import type { DataItem } from "../item/schema.ts";
import { decode, type Misreading } from "./decode.ts";
import { type Draft, draftId, type Extraction, itemOf, type Rejected } from "./draft.ts";
import { fingerprint, nearDuplicate } from "./filters.ts";
import { bareTitle } from "./flat.ts";
import { outline, type Section } from "./outline.ts";
import { type Format, parseDocument } from "./parse.ts";
import { isAside, namesIn } from "./prose.ts";
import type { CodeRun } from "./code-runs.ts";
import { clozeItems } from "./rules/cloze.ts";
import { codeItems } from "./rules/code.ts";
import { listItems } from "./rules/list.ts";
import { misconceptionItems } from "./rules/misconception.ts";
import { questionItems } from "./rules/question.ts";
import { remedyItems } from "./rules/remedy.ts";
import { tableItems } from "./rules/table.ts";
import { findTerms, termItems } from "./rules/term.ts";
import { topicItems } from "./rules/topic.ts";
import { decisionItems } from "./rules/use-when.ts";
import { slug, visibleText } from "./words.ts";

export interface ImportedConcept {
  id: string;
  title: string;
}

export interface Imported {
  title: string;
  format: Format;
  /** Misreadings of its bytes that were undone. */
  repaired: Misreading[];
  /** The headings that items were made under, in the order of the document. */
  concepts: ImportedConcept[];
  /** Drafts, to be reviewed by a person before they are asked. */
  items: DataItem[];
  rejected: Rejected[];
}

/**
 * Draft questions from a document that is not the project's own: markdown, HTML or plain text of any encoding that
 * `decode` knows. A concept is the nearest heading; its id is `import-<document>-<heading>`, so that no id can collide
 * with the project's. The same document under the same name gives the same ids. Programs in it are asked about as far as
 * they were run (code-runs.ts).
 */
export function importDocument(bytes: Uint8Array, name: string, runs: readonly CodeRun[] = []): Imported {
  const { text, repaired } = decode(bytes);
  const parsed = parseDocument(text, name);
  const title = bareTitle(visibleText(parsed.title ?? "")) || name.replace(/\.\w+$/, "");
  const sections = outline(parsed.root, title).map((section) => ({
    ...section,
    title: bareTitle(section.title) || title,
  }));
  const taught = sections.filter((section) => !isAside(section.title));
  const names = namesIn(text);
  const found = findTerms(taught, "foreign");
  const extractions: Extraction[] = [
    questionItems(taught, names),
    misconceptionItems(taught),
    remedyItems(taught, names),
    topicItems(taught, names),
    decisionItems(taught),
    tableItems(taught),
    termItems(found.terms, found.terms),
    clozeItems(taught, title),
    listItems(taught),
    codeItems(runs),
  ];
  const rejected = [...found.rejected, ...extractions.flatMap((extraction) => extraction.rejected)];
  const drafts = extractions.flatMap((extraction) => extraction.drafts);
  const prefix = `import-${slug(name.replace(/\.\w+$/, "")) || "document"}`;
  const { items, concepts } = collect(drafts, sections, prefix, name, rejected);
  return { title, format: parsed.format, repaired, concepts, items, rejected };
}

function collect(
  drafts: readonly Draft[],
  sections: readonly Section[],
  prefix: string,
  file: string,
  rejected: Rejected[],
) {
  const items: DataItem[] = [];
  const concepts = new Map<string, ImportedConcept>();
  const ids = new Set<string>();
  const kept: { draft: Draft; print: ReturnType<typeof fingerprint> }[] = [];
  for (const draft of [...drafts].sort((a, b) => a.line - b.line)) {
    const print = fingerprint(draft);
    const twin = kept.find(
      (other) => other.draft.kind === draft.kind && (nearDuplicate(other.print, print) || sameStem(other.draft, draft)),
    );
    if (twin) {
      const reason = `nearly the same as the item from line ${twin.draft.line}`;
      rejected.push({ rule: draft.rule, line: draft.line, text: draft.text, reason });
      continue;
    }
    const section = sections.findLast((candidate) => candidate.line <= draft.line) ?? sections[0];
    const title = visibleText(section?.title ?? file);
    const concept = { id: `${prefix}-${slug(title) || "text"}`, title };
    let id = draftId(concept.id, draft);
    for (let n = 2; ids.has(id); n++) id = `${draftId(concept.id, draft)}-${n}`;
    ids.add(id);
    kept.push({ draft, print });
    concepts.set(concept.id, concept);
    items.push(itemOf(draft, concept.id, file, id));
  }
  return { items, concepts: [...concepts.values()] };
}

/** Whether two questions ask the same in the same words; if their answers differ, the document contradicts itself. */
function sameStem(a: Draft, b: Draft): boolean {
  return a.kind === "choice" && b.kind === "choice" && a.stem === b.stem;
}
