import { expect, test } from "vitest";
import { readChallengeDocument } from "#lib/challenge/document.ts";

const text = `---
id: clip
title: Clipping
concept: gradient-clipping
level: 1
minutes: 10
---
Write \`clip\`.

\`\`\`python
## not a heading
\`\`\`

## Theory
A norm.

## Hints
1. First,
   on two lines.
2. Second.

## Explanation
Because.

## Follow-ups
- **Why?** So.
- **How far?** As far as it goes.
`;

test("challenge.md is parted into its sections", () => {
  expect(readChallengeDocument(text)).toEqual({
    id: "clip",
    title: "Clipping",
    concept: "gradient-clipping",
    level: 1,
    minutes: 10,
    tags: [],
    needs: [],
    task: "Write `clip`.\n\n```python\n## not a heading\n```",
    theory: "A norm.",
    hints: ["First,\non two lines.", "Second."],
    explanation: "Because.",
    followUps: [
      { question: "Why?", answer: "So." },
      { question: "How far?", answer: "As far as it goes." },
    ],
  });
});

test.each([
  ["a missing section", text.replace("## Theory\nA norm.\n", ""), 'there is no section "Theory"'],
  ["an unknown section", text.replace("## Theory", "## Theories"), 'the section "Theories" is none of'],
  ["one section too many", `${text}\n## Notes\nx\n`, 'the section "Notes" is none of'],
  ["a level there is not", text.replace("level: 1", "level: 4"), "front matter, level"],
  ["a misspelt key", text.replace("minutes", "minuts"), "front matter, minutes"],
  ["hints that are no list", text.replace("1. First", "First"), '"Hints" is a list and nothing else'],
  ["a follow-up without its answer", text.replace("**Why?** So.", "Why? So."), "a follow-up is written"],
  ["no task", text.replace(/Write[^]*?## Theory/, "## Theory"), "there is no task"],
])("%s is said", (_, broken, message) => {
  expect(() => readChallengeDocument(broken)).toThrow(message);
});
