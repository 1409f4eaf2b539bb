import type { Directive } from "../directive.ts";
import type { DraftOption } from "../draft.ts";
import { type Complain, joined, numbered } from "./block.ts";

const OPTION = /^\d{1,9}\.\s+\[(.?)\](?:\s+(.*))?$/;
const MISCONCEPTION = /\s*\{m=([^}]*)\}\s*$/;

interface OptionsBlock {
  stem: string;
  options: DraftOption[];
  explanation?: string;
}

/** A question, options `1. [ ] …` with their reasons `   > …`, an explanation `> …`. */
export function readOptions(block: Directive, complain: Complain): OptionsBlock {
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
  return {
    stem: stem.join("\n").trim(),
    options: options.map(({ line: _, ...option }) => option),
    ...(explanation.length > 0 ? { explanation: explanation.join("\n").trim() } : {}),
  };
}
