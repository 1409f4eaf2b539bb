import { expect, test } from "vitest";
import { challenge, hidden, visible } from "#lib/challenge/challenge.ts";
import { completeChallenge } from "#lib/challenge/folder.ts";
import { judge } from "#lib/challenge/judge.ts";
import { callsOf, planCases } from "#lib/challenge/plan.ts";
import { verdictInWords } from "#lib/challenge/verdict-words.ts";
import { type CallResult, SandboxError, type SandboxResult } from "#lib/sandbox/result.ts";
import { staticProblems } from "#lib/challenge/check.ts";

const definition = challenge({
  slug: "one",
  area: "layers",
  defines: ["one"],
  cases: [
    hidden("drawn", (c, dice) => c.call("one", dice.integer(0, 1e9)).returns(1)),
    visible("plain", (c, dice) => c.call("one", dice.integer(0, 1e9)).returns(1)),
    visible("again", (c) => c.call("one", 2).returns(1)),
  ],
  mutants: [{ id: "two", says: "with two", python: ["1", "2"], typescript: ["nowhere", "2"], killedBy: "plain" }],
});

const document = `---
id: one
title: One
concept: layers
level: 1
minutes: 1
---
Return 1.

## Theory
1

## Hints
- 1

## Explanation
1

## Follow-ups
- **Why?** So.
`;

const read = (file: string) =>
  file === "challenge.md"
    ? document
    : file.startsWith("harness")
      ? null
      : file === "second.py"
        ? "two = 2"
        : "def one(x): return 1";
const complete = completeChallenge(definition, read);

const loaded: CallResult = { kind: "missing", name: "is it loaded", printed: "" };
const right: CallResult = { kind: "returned", value: 1, changed: [], printed: "" };

/** What a page would say of a run that went so. */
async function said(result: Partial<SandboxResult> & Pick<SandboxResult, "kind">, which: "visible" | "all" = "all") {
  const times = { queued: 0, starting: 0, running: 1 };
  const whole = { calls: [], stdout: "", stderr: "", times, ...result } as SandboxResult;
  const verdict = await judge(complete, "python", "def one(x): return 1", {
    run: () => Promise.resolve(whole),
    which,
    seed: 1,
  });
  return verdictInWords(verdict, "python", "def one(x): return 1");
}

test("visible cases come first and draw the same every time, hidden ones by the seed", () => {
  const calls = (seed: number) => callsOf(planCases(definition, "python", { which: "all", seed }), "python");
  expect(planCases(definition, "python", { which: "all", seed: 1 }).map((one) => one.case.name)).toEqual([
    "plain",
    "again",
    "drawn",
  ]);
  expect(calls(1)).toEqual(calls(1));
  expect(calls(1).slice(0, 2)).toEqual(calls(2).slice(0, 2));
  expect(calls(1)[2]).not.toEqual(calls(2)[2]);
});

test("a run that ended says in which case, and what had passed before", async () => {
  expect(await said({ kind: "ended", by: "exit", calls: [loaded, right] })).toEqual([
    "✓ plain",
    "… again",
    "· drawn (hidden)",
    'The program ended itself in the case "again": one(2).',
  ]);
  expect(await said({ kind: "ended", by: "interference", calls: [loaded, right, right] })).toContain(
    'The program changed what runs it, so its results can\'t be read in the case "drawn".',
  );
  expect(await said({ kind: "memory", limit: 2 ** 28, error: null })).toEqual([
    "· plain",
    "· again",
    "· drawn (hidden)",
    "Out of memory (256 MB) while the file was loaded.",
  ]);
});

test("a crash, a stop and a failure of the sandbox are told apart", async () => {
  expect(await said({ kind: "ended", by: "crash", calls: [loaded] })).toContain(
    `The program crashed its interpreter in the case "plain": one(${firstDraw()}). Does a recursion never end?`,
  );
  expect(await said({ kind: "stopped" })).toEqual(["Stopped."]);
  expect(await said({ kind: "broken", error: new SandboxError("no") })).toEqual([
    "The sandbox failed, not your program. Please run it again.",
  ]);
});

function firstDraw(): number {
  const [call] = callsOf(planCases(definition, "python", { which: "visible", seed: 1 }), "python");
  return "args" in call ? (call.args?.[0] as number) : NaN;
}

test("what was printed while loading is shown, what a hidden case printed is not", async () => {
  const calls = [loaded, { ...right, printed: "a\n" }, right, { ...right, printed: "secret\n" }];
  expect(await said({ kind: "finished", stdout: "begin\na\nsecret\n", calls })).toEqual([
    "✓ plain",
    "✓ again",
    "✓ drawn (hidden)",
    "While loading it printed:",
    "    begin",
    "Passed: all 3 cases, hidden ones included.",
  ]);
  const cut = await said({ kind: "timeout", limit: 5000, stdout: "begin\na\nsecret\n", calls: calls.slice(0, 3) });
  expect(cut.join("\n")).not.toContain("secret");
});

test("a challenge is refused where names clash or a mutant's case is missing", () => {
  expect(() => challenge({ ...definition, cases: [...definition.cases, definition.cases[0]] })).toThrow(
    'one: two cases or mutants are called "plain"',
  );
  expect(() => challenge({ ...definition, cases: definition.cases.slice(1) })).toThrow(
    'the mutant "two" names the case "plain", which there is not',
  );
});

test("what can be said against a challenge without running it", () => {
  expect(staticProblems(complete)).toEqual([
    "1 mutants; at least three are needed",
    "1 hints; at least two are needed",
    "1 follow-ups; three to five are needed",
    "second (python) does not define one",
    "starter (typescript) does not define one",
    "solution (typescript) does not define one",
    "second (typescript) does not define one",
    'one: the mutant "two" replaces "nowhere" (typescript), which stands in the reference 0 times',
  ]);
  expect(() => completeChallenge(definition, (file) => (file === "second.py" ? null : read(file)))).toThrow(
    "one: there is no second.py",
  );
});
