import { type Directive, FENCE } from "../directive.ts";
import type { ChoiceDraft, Draft, DraftOption, RecallDraft } from "../draft.ts";

export interface Authored {
  drafts: Draft[];
  problems: { line: number; message: string }[];
}

const FEWEST_OPTIONS = 4;
const RUBRIC = { fewest: 2, most: 5 };

/** Items of a note's `:::choice{#id}` and `:::recall{#id}` blocks. */
export function authoredItems(blocks: readonly Directive[]): Authored {
  const result: Authored = { drafts: [], problems: [] };
  for (const block of blocks) {
    const problems: Authored["problems"] = [];
    const draft = readBlock(block, (line, message) => problems.push({ line, message }));
    if (problems.length === 0 && draft) result.drafts.push(draft);
    result.problems.push(...problems);
  }
  return result;
}

type Complain = (line: number, message: string) => void;

function readBlock(block: Directive, complain: Complain): Draft | null {
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(block.id)) {
    complain(
      block.line,
      block.id
        ? `"#${block.id}" is not an id: lower-case words joined by hyphens`
        : `:::${block.name} needs an id, as in :::${block.name}{#first-step}`,
    );
    return null;
  }
  if (block.name === "choice") return readChoice(block, complain);
  if (block.name === "recall") return readRecall(block, complain);
  complain(block.line, `unknown block :::${block.name}; known are choice and recall`);
  return null;
}

const head = (block: Directive) => ({
  rule: "authored",
  head: block.id,
  line: block.line,
  text: block.lines.join("\n"),
  title: block.id.replaceAll("-", " "),
});

const OPTION = /^\d{1,9}\.\s+\[(.?)\](?:\s+(.*))?$/;
const MISCONCEPTION = /\s*\{m=([^}]*)\}\s*$/;

function readChoice(block: Directive, complain: Complain): ChoiceDraft | null {
  const stem: string[] = [];
  const explanation: string[] = [];
  const options: (DraftOption & { line: number })[] = [];
  let last: (typeof options)[number] | null = null;
  for (const { text, line, fenced } of numbered(block)) {
    const option = fenced ? null : OPTION.exec(text);
    const quote = fenced ? null : /^(\s*)>\s?(.*)$/.exec(text);
    if (option) {
      const mark = option[1] ?? "";
      if (mark !== "x" && mark !== " ") complain(line, `an option is marked [x] or [ ], not [${mark}]`);
      last = { line, text: option[2] ?? "", correct: mark === "x" };
      options.push(last);
    } else if (!last) {
      if (quote) complain(line, "a > line before the first option: the reason stands below its option");
      stem.push(text);
    } else if (quote && (quote[1] ?? "").length >= 2) {
      last.why = joined(last.why, quote[2] ?? "");
    } else if (quote) {
      explanation.push(quote[2] ?? "");
    } else if (text.trim() !== "" && /^\s{2,}/.test(text) && !last.why) {
      last.text = joined(last.text, text);
    } else if (text.trim() !== "") {
      complain(line, `"${text.trim()}" is neither an option (1. [ ] …), its reason (   > …) nor the explanation (> …)`);
    }
  }
  for (const option of options) {
    const found = MISCONCEPTION.exec(option.text);
    if (found) {
      option.text = option.text.slice(0, found.index);
      option.misconception = found[1] ?? "";
    }
    if (option.text.trim() === "") complain(option.line, "an option without text");
    if (/\{m\b/.test(option.text)) complain(option.line, "{m=misconception} stands at the end of its option's line");
    if (found && option.correct) complain(option.line, "the right option shows no misconception: remove {m=…}");
  }
  const right = options.filter((option) => option.correct).length;
  if (stem.join("").trim() === "") complain(block.line, "a choice needs a question before its options");
  if (options.length < FEWEST_OPTIONS) {
    complain(block.line, `a choice needs at least ${FEWEST_OPTIONS} options, this one has ${options.length}`);
  }
  if (right !== 1) complain(block.line, `exactly one option is marked [x], not ${right}`);
  return {
    ...head(block),
    kind: "choice",
    stem: stem.join("\n").trim(),
    options: options.map(({ line: _, ...option }) => option),
    ...(explanation.length > 0 ? { explanation: explanation.join("\n").trim() } : {}),
  };
}

function readRecall(block: Directive, complain: Complain): RecallDraft | null {
  const stem: string[] = [];
  const answer: string[] = [];
  const rubric: string[] = [];
  for (const { text, line, fenced } of numbered(block)) {
    const point = fenced ? null : /^[-*]\s+\[.?\](?:\s+(.*))?$/.exec(text);
    const quote = fenced ? null : /^>\s?(.*)$/.exec(text);
    if (point) {
      if (!point[1]?.trim()) complain(line, "a rubric point without text");
      rubric.push(point[1]?.trim() ?? "");
    } else if (quote && rubric.length > 0) {
      complain(line, "the model answer (> …) stands before the rubric");
    } else if (quote) {
      answer.push(quote[1] ?? "");
    } else if (rubric.length > 0 && /^\s{2,}\S/.test(text)) {
      rubric.push(joined(rubric.pop(), text));
    } else if (rubric.length === 0 && answer.length === 0) {
      stem.push(text);
    } else if (text.trim() !== "") {
      complain(line, `"${text.trim()}" is neither a line of the answer (> …) nor a rubric point (- [ ] …)`);
    }
  }
  if (stem.join("").trim() === "") complain(block.line, "a recall needs a question");
  if (answer.join("").trim() === "") complain(block.line, "a recall needs a model answer (> …)");
  if (rubric.length < RUBRIC.fewest || rubric.length > RUBRIC.most) {
    complain(
      block.line,
      `a recall needs ${RUBRIC.fewest} to ${RUBRIC.most} rubric points (- [ ] …), this one has ${rubric.length}`,
    );
  }
  return {
    ...head(block),
    kind: "recall",
    stem: stem.join("\n").trim(),
    answer: answer.join("\n").trim(),
    rubric,
  };
}

const joined = (before: string | undefined, line: string) => (before ? `${before}\n${line.trim()}` : line.trim());

function* numbered(block: Directive) {
  let fence: string | null = null;
  for (const [i, text] of block.lines.entries()) {
    const mark = FENCE.exec(text)?.[1];
    const fenced = fence !== null || mark !== undefined;
    if (fence === null) fence = mark ?? null;
    else if (mark?.startsWith(fence) && text.trim() === mark) fence = null;
    yield { text, line: block.line + 1 + i, fenced };
  }
}
