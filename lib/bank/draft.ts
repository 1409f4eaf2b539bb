import { createHash } from "node:crypto";
import { DataItem } from "../item/schema.ts";
import type { BugItem } from "../kind/bug.ts";
import type { ChoiceItem } from "../kind/choice.ts";
import type { ClozeItem } from "../kind/cloze.ts";
import type { ExpressionItem } from "../kind/expression.ts";
import type { MatchItem } from "../kind/match.ts";
import type { OrderItem } from "../kind/order.ts";
import { slug } from "./words.ts";

interface DraftHead {
  /** The rule that made it. */
  rule: string;
  /** What tells it from the concept's other drafts of this rule; becomes part of the id. */
  head: string;
  /** 1-based line of the file. */
  line: number;
  /** The source text it was made from. */
  text: string;
  title: string;
  explanation?: string;
}

type ChoiceOption = ChoiceItem["options"][number];
export type DraftOption = Pick<ChoiceOption, "text"> & Partial<ChoiceOption>;
export type ChoiceDraft = DraftHead & { kind: "choice"; stem: string; options: DraftOption[] };
export type BugDraft = DraftHead & { kind: "bug" } & Pick<
    BugItem,
    "stem" | "language" | "lines" | "faults" | "suspects"
  >;
export type ClozeDraft = DraftHead & { kind: "cloze"; cloze: string } & Pick<ClozeItem, "blanks" | "reads">;
export type ExpressionDraft = DraftHead & { kind: "expression"; stem: string } & Pick<
    ExpressionItem,
    "symbols" | "key" | "wrong"
  >;
export type MatchDraft = DraftHead & { kind: "match"; stem: string } & Pick<MatchItem, "pairs" | "extra" | "mistakes">;
export type OrderDraft = DraftHead & { kind: "order"; stem: string; entries: OrderItem["entries"] };
export type MultiDraft = DraftHead & { kind: "multi"; stem: string; options: DraftOption[] };
export type RecallDraft = DraftHead & { kind: "recall"; stem: string; answer: string; rubric: string[] };

/** A question a rule proposes, before the filters and before it has an id. */
export type Draft =
  | BugDraft
  | ChoiceDraft
  | ClozeDraft
  | ExpressionDraft
  | MultiDraft
  | MatchDraft
  | OrderDraft
  | RecallDraft;

/** What a rule looked at and did not take, and why. */
export interface Rejected {
  rule: string;
  line: number;
  text: string;
  reason: string;
}

export interface Extraction {
  drafts: Draft[];
  rejected: Rejected[];
}

/** Something in a note or list file that its author must mend. */
export interface Problem {
  file: string;
  line: number;
  message: string;
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The id of a draft: from the concept, the rule and the head alone, so that neither order nor line numbers touch it. */
export function draftId(concept: string, draft: Pick<Draft, "rule" | "head">): string {
  const head = slug(draft.head) || sha256(draft.head).slice(0, 8);
  return draft.rule === "authored" ? `${concept}/${head}` : `${concept}/${draft.rule}-${head}`;
}

/** The item of a draft; throws zod's error when the draft breaks the item schema. */
export function itemOf(draft: Draft, concept: string, file: string, id = draftId(concept, draft)): DataItem {
  const { rule, line, title, explanation } = draft;
  const base = {
    id,
    version: 1,
    concept,
    title,
    rule,
    source: { file, line, hash: sha256(draft.text) },
    ...(explanation ? { explanation } : {}),
  };
  switch (draft.kind) {
    case "bug": {
      const { stem, language, lines, faults, suspects } = draft;
      return DataItem.parse({ ...base, kind: "bug", stem, language, lines, faults, suspects });
    }
    case "choice":
      return DataItem.parse({ ...base, kind: "choice", stem: draft.stem, options: draft.options });
    case "cloze":
      return DataItem.parse({ ...base, kind: "cloze", text: draft.cloze, blanks: draft.blanks, reads: draft.reads });
    case "expression": {
      const { stem, symbols, key, wrong } = draft;
      return DataItem.parse({ ...base, kind: "expression", stem, symbols, key, wrong });
    }
    case "match": {
      const { stem, pairs, extra, mistakes } = draft;
      return DataItem.parse({ ...base, kind: "match", stem, pairs, extra, mistakes });
    }
    case "order":
      return DataItem.parse({ ...base, kind: "order", stem: draft.stem, entries: draft.entries });
    case "multi":
      return DataItem.parse({ ...base, kind: "multi", stem: draft.stem, options: draft.options });
    case "recall":
      return DataItem.parse({
        ...base,
        kind: "recall",
        stem: draft.stem,
        answer: draft.answer,
        rubric: draft.rubric,
      });
  }
}
