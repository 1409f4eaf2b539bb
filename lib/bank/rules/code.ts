import { BUG_LINES } from "../../kind/bug.ts";
import type { Change, CodeRun, PlantedFault } from "../code-runs.ts";
import { chooseDistractors } from "../distractors.ts";
import { type BugDraft, type ChoiceDraft, type Extraction, sha256 } from "../draft.ts";

type Ran = Extract<CodeRun, { printed: string }>;

const MOST_CHARACTERS = 60;

/** What a program prints, among what it would print with a small fault in it; and in which line such a fault is. */
export function codeItems(runs: readonly CodeRun[]): Extraction {
  const result: Extraction = { drafts: [], rejected: [] };
  for (const run of runs) {
    const reject = (reason: string) => result.rejected.push({ rule: "code", line: run.line, text: run.source, reason });
    if ("problem" in run) {
      reject(run.problem);
      continue;
    }
    const asked = [askOutput(run), askFault(run)];
    for (const draft of asked) {
      if (typeof draft === "string") reject(draft);
      else result.drafts.push(draft);
    }
  }
  return result;
}

function askOutput(run: Ran): ChoiceDraft | string {
  const key = lastLine(run.printed);
  if (!isShown(key)) return `its last line of output can't be an option: ${JSON.stringify(key.slice(0, 80))}`;
  const asks = isOneLine(run.printed)
    ? "What does this program print?"
    : "What is the last line that this program prints?";
  const stem = `${asks}\n\n${fenced(run.source)}`;
  const seen = run.changes.filter(({ printed }) => isShown(lastLine(printed)));
  // Another constant is a dull mistake: only where there are not enough others.
  const choose = (changes: readonly Change[]) =>
    chooseDistractors(
      stem,
      shown(key),
      changes.map(({ printed }) => shown(lastLine(printed))),
    );
  const telling = choose(seen.filter((change) => change.telling));
  const chosen = "reason" in telling ? choose(seen) : telling;
  if ("reason" in chosen) return chosen.reason;
  const others = chosen.distractors.map((text) => {
    const { line, text: code } = seen.find(({ printed }) => shown(lastLine(printed)) === text) as Change;
    return { text, why: `It would, if line ${line} were \`${code.trim()}\`.` };
  });
  return {
    ...headOf(run, "output"),
    kind: "choice",
    stem,
    options: [{ text: shown(key), correct: true }, ...others],
  };
}

function askFault(run: Ran): BugDraft | string {
  const { fault } = run;
  if (fault === null) return "no small fault of it can be told from the code";
  const lines = run.source.split("\n").with(fault.line - 1, fault.text);
  // Without blank lines, which are not numbered where a line is chosen.
  const places = lines.flatMap((line, i) => (line.trim() === "" ? [] : [i + 1]));
  if (places.length < BUG_LINES.fewest || places.length > BUG_LINES.most) return `a program of ${places.length} lines`;
  const [wanted, got] = [lastLine(run.printed), lastLine(fault.printed)];
  if (wanted === got || !isShown(wanted) || !isShown(got)) return "its fault does not show in the last line of output";
  const stem = isOneLine(run.printed)
    ? `This program should print ${shown(wanted)}, but it prints ${shown(got)}.`
    : `The last line that this program prints should be ${shown(wanted)}, but it is ${shown(got)}.`;
  return {
    ...headOf(run, "fault"),
    kind: "bug",
    stem: `${stem} Which line is wrong?`,
    language: "python",
    lines: places.map((place) => lines[place - 1]),
    faults: faultsOf(run, fault).map(({ line, fix, why }) => ({ line: places.indexOf(line) + 1, fix: [fix], why })),
    suspects: [],
  };
}

function faultsOf({ source, printed }: Ran, fault: PlantedFault) {
  const fix = source.split("\n")[fault.line - 1];
  const put = { line: fault.line, fix, why: `With this line it prints ${shown(lastLine(fault.printed))}.` };
  const [other] = fault.repairs;
  if (other === undefined) return [put];
  return [
    put,
    { line: other.line, fix: other.text, why: `Changed here it would print ${shown(lastLine(printed))} too.` },
  ];
}

function headOf({ line, source }: Ran, asks: "output" | "fault") {
  const title = asks === "output" ? "what it prints" : "the wrong line";
  return { rule: "code", head: `${asks} ${sha256(source).slice(0, 8)}`, line, text: source, title } as const;
}

function lastLine(printed: string): string {
  return printed.trimEnd().split("\n").at(-1)?.trim() ?? "";
}

function isOneLine(printed: string): boolean {
  return !printed.trimEnd().includes("\n");
}

function isShown(output: string): boolean {
  return output !== "" && output.length <= MOST_CHARACTERS && !/[`\p{Cc}]/u.test(output) && !/\bat 0x/.test(output);
}

function shown(output: string): string {
  return `\`${output}\``;
}

function fenced(source: string): string {
  const fence = "`".repeat(Math.max(3, ...Array.from(source.matchAll(/`+/g), ([ticks]) => ticks.length + 1)));
  return `${fence}python\n${source}\n${fence}`;
}
