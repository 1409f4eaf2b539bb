import { expect, test } from "vitest";
import type { Change, CodeRun } from "#lib/bank/code-runs.ts";
import { codeItems } from "#lib/bank/rules/code.ts";

const SOURCE = "def relu(x):\n    return max(0, x)\n\ntotal = relu(-2) + relu(3)\nprint(total)";

function change(line: number, text: string, printed: string, telling = true): Change {
  return { line, text, printed, telling };
}

const RUN: CodeRun = {
  line: 7,
  source: SOURCE,
  printed: "3\n",
  changes: [
    change(2, "    return min(0, x)", "-2\n"),
    change(4, "total = relu(-2) - relu(3)", "-3\n"),
    change(4, "total = relu(-2) * relu(3)", "0\n"),
    change(2, "    return max(1, x)", "4\n", false),
  ],
  fault: { line: 2, text: "    return min(0, x)", printed: "-2\n", repairs: [] },
};

test("the output is asked for among those of other operations, each with its line", () => {
  const [output] = codeItems([RUN]).drafts;
  expect(output).toMatchObject({
    kind: "choice",
    line: 7,
    stem: `What does this program print?\n\n\`\`\`python\n${SOURCE}\n\`\`\``,
  });
  const options = output.kind === "choice" ? output.options : [];
  expect(options.map(({ text }) => text).sort()).toEqual(["`-2`", "`-3`", "`0`", "`3`"]);
  expect(options.find(({ text }) => text === "`-2`")?.why).toBe("It would, if line 2 were `return min(0, x)`.");
});

test("another constant is an option only where operations give too few", () => {
  const few = { ...RUN, changes: RUN.changes.slice(1) };
  const [output] = codeItems([few]).drafts;
  const options = output.kind === "choice" ? output.options : [];
  expect(options.map(({ text }) => text)).toContain("`4`");
});

test("the faulty line is asked for, blank lines left out, with what it should be", () => {
  const [, fault] = codeItems([RUN]).drafts;
  expect(fault).toMatchObject({
    kind: "bug",
    stem: "This program should print `3`, but it prints `-2`. Which line is wrong?",
    lines: ["def relu(x):", "    return min(0, x)", "total = relu(-2) + relu(3)", "print(total)"],
    faults: [{ line: 2, fix: ["    return max(0, x)"], why: "With this line it prints `-2`." }],
  });
});

test("a second line that could put it right counts as well", () => {
  const repairs = [{ line: 4, text: "total = relu(2) - relu(-3)" }];
  const [, fault] = codeItems([
    { ...RUN, fault: { line: 2, text: "    return min(0, x)", printed: "-2\n", repairs } },
  ]).drafts;
  expect(fault.kind === "bug" && fault.faults.map(({ line, fix }) => [line, ...fix])).toEqual([
    [2, "    return max(0, x)"],
    [3, "total = relu(2) - relu(-3)"],
  ]);
});

test("of several lines of output the last one is asked for", () => {
  const printed = (last: string) => `step 1\n${last}\n`;
  const longer: CodeRun = {
    ...RUN,
    printed: printed("3"),
    changes: RUN.changes.map((one) => ({ ...one, printed: printed(one.printed.trim()) })),
    fault: { line: 2, text: "    return min(0, x)", printed: printed("-2"), repairs: [] },
  };
  const [output, fault] = codeItems([longer]).drafts;
  expect(output.kind === "choice" && output.stem).toContain("What is the last line that this program prints?");
  expect(fault.kind === "bug" && fault.stem).toBe(
    "The last line that this program prints should be `3`, but it is `-2`. Which line is wrong?",
  );
});

test.each<[string, CodeRun, string]>([
  ["a program that fails", { line: 1, source: "x", problem: "it ends with NameError: x" }, "it ends with NameError: x"],
  [
    "too few different outputs",
    { ...RUN, changes: RUN.changes.slice(0, 2), fault: null },
    "2 options of the same type beside the key, needed 3",
  ],
  [
    "an address in the output",
    { ...RUN, printed: "<A object at 0x7f>\n", fault: null },
    'its last line of output can\'t be an option: "<A object at 0x7f>"',
  ],
  ["no fault that tells", { ...RUN, fault: null }, "no small fault of it can be told from the code"],
])("rejects %s, and says why", (_, run, reason) => {
  expect(codeItems([run]).rejected.map((one) => one.reason)).toContain(reason);
});
