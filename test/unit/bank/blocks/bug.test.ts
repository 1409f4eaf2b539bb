import { expect, test } from "vitest";
import { partDirectives } from "#lib/bank/directive.ts";
import { authoredItems } from "#lib/bank/rules/authored.ts";

const read = (text: string) => authoredItems(partDirectives(text).blocks);
const complaints = (text: string) => read(text).problems.map(({ line, message }) => `${line}: ${message}`);

const CODE = "```python\ndef step():\n    loss.backward()\n    optimizer.zero_grad()\n    optimizer.step()\n```";

test("a bug block gives its question, its code, the wrong line with its fix, and the suspects", () => {
  const { drafts, problems } = read(`:::bug{#order-of-calls}
Which line is wrong?
${CODE}
3. [x] It clears what
   the update needs.
   = optimizer.step()
   = if done:
   =     optimizer.zero_grad()
2. [ ] It adds. {m=gradients-overwritten}
4. [ ]
> In short.
:::`);
  expect(problems).toEqual([]);
  expect(drafts).toMatchObject([
    {
      rule: "authored",
      head: "order-of-calls",
      kind: "bug",
      stem: "Which line is wrong?",
      language: "python",
      lines: ["def step():", "    loss.backward()", "    optimizer.zero_grad()", "    optimizer.step()"],
      faults: [
        {
          line: 3,
          why: "It clears what\nthe update needs.",
          fix: ["    optimizer.step()", "    if done:", "        optimizer.zero_grad()"],
        },
      ],
      suspects: [{ line: 2, why: "It adds.", misconception: "gradients-overwritten" }, { line: 4 }],
      explanation: "In short.",
    },
  ]);
});

test("a fix without text takes the line away", () => {
  const { drafts } = read(`:::bug{#a}\nWhich?\n${CODE}\n3. [x] Too early.\n   =\n:::`);
  expect(drafts).toMatchObject([{ faults: [{ line: 3, fix: [] }] }]);
});

test("what is malformed in a bug block is said with its line", () => {
  expect(complaints(`:::bug{#a}\n${CODE}\n:::`)).toEqual([
    "1: a bug needs a question before its code",
    "1: a bug marks the wrong line, as in 3. [x] why",
  ]);
  expect(complaints(":::bug{#a}\nWhich?\n```\none\n\nthree\n```\n3. [x] why\n   = 3\n:::")).toEqual([
    "3: the code's language is named after ```, as in ```python",
    "1: a bug needs 4 to 20 lines of code, this one has 3",
    "5: an empty line can't be chosen; leave it out of the code",
  ]);
  expect(
    complaints(`:::bug{#a}
Which?
${CODE}
3. [x]
5. [x] no such line {m=one}
   = fix
2. [ ] fine
   = fix
2. [?] again
stray
\`\`\`python
more
\`\`\`
:::`),
  ).toEqual([
    "14: a line is marked [x] or [ ], not [?]",
    '15: "stray" is neither about a line (3. [x] …), its fix (   = …) nor the explanation (> …)',
    "16: a bug has one block of code",
    "17: a bug has one block of code",
    "18: a bug has one block of code",
    "9: line 3 needs a reason why it is wrong",
    "9: line 3 needs what should stand there (   = …)",
    "10: the code has no line 5",
    "10: the wrong line shows no misconception: remove {m=…}",
    "12: line 2 is marked right and needs no fix",
    "14: line 2 is marked twice",
  ]);
  expect(complaints(":::bug{#a}\nWhich?\n:::")).toEqual([
    "1: a bug needs 4 to 20 lines of code, this one has 0",
    "1: a bug marks the wrong line, as in 3. [x] why",
  ]);
});
