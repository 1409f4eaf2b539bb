import { describe, expect, test } from "vitest";
import { partDirectives } from "#lib/bank/directive.ts";
import { authoredItems } from "#lib/bank/rules/authored.ts";

const read = (text: string) => authoredItems(partDirectives(text).blocks);
const complaints = (...lines: string[]) =>
  read([":::order{#a}", ...lines, ":::"].join("\n")).problems.map(({ line, message }) => `${line}: ${message}`);

describe("an order block", () => {
  test("gives its entries with what they come after, reasons, misconceptions and explanation", () => {
    const { drafts, problems } = read(`:::order{#adam}
Put one step in order.
1. gradient {#g}
1. first
   moment {#m after=g}
1. second moment {#v after=g}
1. correction {#c after=m,v m=v:half-corrected}
   > Both moments
   > come first.
1. update {after=c m=uncorrected}
> Several orders are right.
:::`);
    expect(problems).toEqual([]);
    expect(drafts).toEqual([
      {
        rule: "authored",
        head: "adam",
        line: 1,
        text: expect.any(String),
        title: "adam",
        kind: "order",
        stem: "Put one step in order.",
        entries: [
          { text: "gradient", after: [] },
          { text: "first moment", after: [0] },
          { text: "second moment", after: [0] },
          {
            text: "correction",
            after: [1, 2],
            why: "Both moments\ncome first.",
            misconception: { id: "half-corrected", earlier: 2 },
          },
          { text: "update", after: [3], misconception: { id: "uncorrected", earlier: 3 } },
        ],
        explanation: "Several orders are right.",
      },
    ]);
  });

  test("without any `after` has the written order for the only right one", () => {
    expect(read(":::order{#a}\nOrder.\n1. $x_{1}$\n2. two\n3. three\n:::").drafts).toMatchObject([
      {
        entries: [
          { text: "$x_{1}$", after: [] },
          { text: "two", after: [0] },
          { text: "three", after: [1] },
        ],
      },
    ]);
  });

  test("says what `after` can't mean with its line", () => {
    expect(complaints("Order.", "1. a {#a after=c}", "1. b {#b after=a}", "1. c {#c after=b}")).toEqual([
      "3: after=c: the two wait for each other in a circle",
    ]);
    expect(complaints("Order.", "1. a {#a}", "1. b {#b after=d}", "1. c {after=a}")).toEqual([
      "4: after=d: no entry is named {#d}",
    ]);
    expect(complaints("Order.", "1. a {#a}", "1. b", "1. c {after=a}")).toEqual([
      '4: "b" comes neither before nor after any other: no place of it would be wrong',
    ]);
    expect(complaints("Order.", "1. a {#a after=a}", "1. b {#b after=a}", "1. c {after=b}")).toEqual([
      "3: after=a: an entry can't come after itself",
    ]);
    expect(complaints("Order.", "1. a {#a}", "1. b {after=c}", "1. c {#c after=a}")).toEqual([
      "4: after=c: the entries are written in a right order, so {#c} stands above this one",
    ]);
    expect(complaints("Order.", "1. a {#a}", "1. b {#a after=a}", "1. c {after=a}")).toContain(
      "4: #a already names the entry in line 3",
    );
  });

  test("says what a misconception can't mean with its line", () => {
    expect(
      complaints("Order.", "1. a {#a m=x}", "1. b {#b after=a m=b:y}", "1. c {after=a,b m=z}", "1. d {after=b m=a:w}"),
    ).toEqual([
      "3: m=x: the entry does not come after any other",
      "4: m=b:y: the entry does not come after {#b}",
      "5: m=z: write m=name:z with the one of those it comes after that it shows when put behind",
      "6: m=a:w: the entry does not come after {#a}",
    ]);
  });

  test("says what else is malformed with its line", () => {
    expect(complaints("> early", "1. a", "   > never said", "1.", "1. b {#B}", "1. b {after=} more", "stray")).toEqual([
      "2: a > line before the first entry: the reason stands below its entry",
      '8: "stray" is neither an entry (1. …), its reason (   > …) nor the explanation (> …)',
      '6: "#B" is none of #name, after=name,name and m=name:misconception',
      "5: an entry without text",
      "7: {#name after=… m=…} stands at the end of its entry's line",
      "3: an entry that comes after nothing never stands too early: its reason would not be said",
    ]);
    expect(complaints("1. a", "1. a")).toEqual([
      "3: the same entry stands in line 2",
      "1: an order needs a question before its entries",
      "1: an order has 3 to 8 entries (1. …), this one has 2",
    ]);
    expect(complaints("Order.", ...Array.from({ length: 9 }, (_, i) => `1. entry ${i}`))).toEqual([
      "1: an order has 3 to 8 entries (1. …), this one has 9",
    ]);
  });
});
