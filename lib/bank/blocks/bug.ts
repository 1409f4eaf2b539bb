import { BUG_LINES } from "../../kind/bug.ts";
import { type Directive, FENCE } from "../directive.ts";
import type { BugDraft } from "../draft.ts";
import { type Complain, head, joined, numbered } from "./block.ts";

const REMARK = /^(\d{1,9})\.\s+\[(.?)\]\s*(.*)$/;
const MISCONCEPTION = /\s*\{m=([^}]*)\}\s*$/;

/** What is said of one line of the code. */
interface Remark {
  /** The line's number in the code. */
  about: number;
  faulty: boolean;
  why: string;
  misconception?: string;
  fix: string[] | null;
  /** Where it stands in the note. */
  line: number;
}

/**
 * `:::bug{#id}`: a question, the code in one fenced block, then `N. [x] why` for each line that is wrong, below it
 * `   = code` that should stand there (`   =` alone: nothing), and `N. [ ] why not` for lines that look suspicious.
 */
export function readBug(block: Directive, complain: Complain): BugDraft | null {
  const stem: string[] = [];
  const explanation: string[] = [];
  const remarks: Remark[] = [];
  let language: string | null = null;
  const lines: { text: string; line: number }[] = [];
  let closed = false;
  for (const { text, line, fenced } of numbered(block)) {
    const last = remarks.at(-1);
    const remark = REMARK.exec(text);
    const fix = /^\s{2,}= ?(.*)$/.exec(text);
    const quote = /^>\s?(.*)$/.exec(text);
    if (fenced && closed) complain(line, "a bug has one block of code");
    else if (fenced && language === null) {
      language = text.replace(FENCE, "").trim();
      if (!/^[a-z]+$/.test(language)) complain(line, "the code's language is named after ```, as in ```python");
    } else if (fenced && FENCE.test(text)) closed = true;
    else if (fenced) lines.push({ text: text.trimEnd(), line });
    else if (!closed) stem.push(text);
    else if (remark) {
      const [, about, mark, rest] = remark;
      if (mark !== "x" && mark !== " ") complain(line, `a line is marked [x] or [ ], not [${mark}]`);
      const misconception = MISCONCEPTION.exec(rest)?.[1];
      const why = rest.replace(MISCONCEPTION, "");
      remarks.push({ about: Number(about), faulty: mark === "x", why, misconception, fix: null, line });
    } else if (fix && last) last.fix = [...(last.fix ?? []), fix[1].trimEnd()];
    else if (quote) explanation.push(quote[1]);
    else if (last && /^\s{2,}\S/.test(text)) last.why = joined(last.why, text);
    else if (text.trim() !== "")
      complain(line, `"${text.trim()}" is neither about a line (3. [x] …), its fix (   = …) nor the explanation (> …)`);
  }
  if (stem.join("").trim() === "") complain(block.line, "a bug needs a question before its code");
  checkCode(lines, block, complain);
  checkRemarks(remarks, lines.length, block, complain);
  const indent = (about: number) => /^\s*/.exec(lines[about - 1]?.text ?? "")?.[0] ?? "";
  return {
    ...head(block),
    kind: "bug",
    stem: stem.join("\n").trim(),
    language: language ?? "",
    lines: lines.map(({ text }) => text),
    faults: remarks
      .filter(({ faulty }) => faulty)
      .map(({ about, why, fix }) => ({
        line: about,
        why,
        fix: (fix ?? []).filter((text) => text !== "").map((text) => indent(about) + text),
      })),
    suspects: remarks
      .filter(({ faulty }) => !faulty)
      .map(({ about, why, misconception }) => ({
        line: about,
        ...(why === "" ? {} : { why }),
        ...(misconception === undefined ? {} : { misconception }),
      })),
    ...(explanation.length > 0 ? { explanation: explanation.join("\n").trim() } : {}),
  };
}

function checkCode(lines: { text: string; line: number }[], block: Directive, complain: Complain): void {
  const { fewest, most } = BUG_LINES;
  if (lines.length < fewest || lines.length > most)
    complain(block.line, `a bug needs ${fewest} to ${most} lines of code, this one has ${lines.length}`);
  for (const { text, line } of lines)
    if (text === "") complain(line, "an empty line can't be chosen; leave it out of the code");
}

function checkRemarks(remarks: readonly Remark[], count: number, block: Directive, complain: Complain): void {
  if (!remarks.some(({ faulty }) => faulty)) complain(block.line, "a bug marks the wrong line, as in 3. [x] why");
  const seen = new Set<number>();
  for (const { about, faulty, why, misconception, fix, line } of remarks) {
    if (about < 1 || about > count) complain(line, `the code has no line ${about}`);
    if (seen.has(about)) complain(line, `line ${about} is marked twice`);
    seen.add(about);
    if (faulty && why === "") complain(line, `line ${about} needs a reason why it is wrong`);
    if (faulty && fix === null) complain(line, `line ${about} needs what should stand there (   = …)`);
    if (faulty && misconception !== undefined) complain(line, "the wrong line shows no misconception: remove {m=…}");
    if (!faulty && fix !== null) complain(line, `line ${about} is marked right and needs no fix`);
  }
}
