import { describe, expect, test } from "vitest";
import { notesToBank } from "#lib/bank/bank.ts";

const note = (id: string, head: string, body = "Prose.") => ({
  path: `content/gates/${id}.md`,
  text: `---\nid: ${id}\ntitle: ${id.replaceAll("-", " ")}\n${head}\n---\n${body}\n`,
});
const areas = { path: "content/areas.yml", text: "- { id: gates, title: Gates, weight: 1 }\n" };
const choice = (id: string, last = "four of the cells") =>
  `:::choice{#${id}}\nHow many gates does it have?\n1. [x] one of the cells\n1. [ ] two of the cells {m=two}\n1. [ ] three of the cells\n1. [ ] ${last}\n:::\n`;
const misconceptions = {
  path: "content/gates/misconceptions.yml",
  text: "- id: two\n  name: two gates\n  claim: There are two.\n  truth: There is one.\n  taught: lstm\n",
};
const problems = (...files: { path: string; text: string }[]) =>
  notesToBank([areas, ...files]).problems.map(
    ({ file, line, message }) => `${file.split("/").at(-1)}:${line}: ${message}`,
  );

describe("the bank of notes", () => {
  test("concepts stand in topological order, with the area of their folder", () => {
    const { concepts, problems } = notesToBank([
      areas,
      note("attention", "needs: [lstm]"),
      note("lstm", "needs: [rnn]\ncovers: [M1]"),
      note("rnn", ""),
    ]);
    expect(problems).toEqual([]);
    expect(concepts.map(({ id, order, area, covers }) => [id, order, area, covers])).toEqual([
      ["rnn", 0, "gates", []],
      ["lstm", 1, "gates", ["M1"]],
      ["attention", 2, "gates", []],
    ]);
  });

  test("items carry their note, line and hash, and an id that neither order nor lines change", () => {
    const one = notesToBank([areas, misconceptions, note("lstm", "", choice("gates"))]).items;
    const moved = notesToBank([
      note("lstm", "", `More prose.\n\nAnd more.\n\n${choice("gates")}`),
      misconceptions,
      areas,
    ]).items;
    expect(one).toMatchObject([
      { id: "lstm/gates", version: 1, rule: "authored", source: { file: "content/gates/lstm.md", line: 6 } },
    ]);
    expect(moved.map(({ id, source }) => [id, source.hash])).toEqual(one.map(({ id, source }) => [id, source.hash]));
    expect(moved[0]?.source.line).toBe(10);
  });

  test("unknown and circular needs are problems", () => {
    expect(problems(note("a", "needs: [nowhere]"))).toEqual(['a.md:1: needs "nowhere", which no note has as its id']);
    expect(problems(note("a", "needs: [b]"), note("b", "needs: [c]"), note("c", "needs: [b]"))).toEqual([
      "b.md:1: needs run in a circle: b → c → b",
    ]);
  });

  test("malformed notes are problems with their lines, and never throw", () => {
    expect(problems({ path: "content/gates/a.md", text: "no front matter" })).toEqual([
      "a.md:1: a note opens with front matter (--- id, title …)",
    ]);
    expect(problems(note("a", "covers: [M9]"))[0]).toMatch(/^a\.md:1: front matter, covers\.0: /);
    expect(problems({ ...note("a", ""), path: "content/gates/b.md" })).toEqual([
      'b.md:1: the id is "a" but the file is called b.md',
    ]);
    expect(problems({ ...note("a", ""), path: "content/other/a.md" })).toEqual([
      'a.md:1: areas.yml has no area "other"',
    ]);
    expect(problems(note("a", "x: [")).some((problem) => problem.startsWith("a.md:"))).toBe(true);
  });

  test("misconceptions must exist once and be taught by a note", () => {
    expect(problems(note("lstm", "", choice("gates")))).toEqual(["lstm.md:6: {m=two} stands in no misconceptions.yml"]);
    expect(problems(note("gru", ""), misconceptions)).toEqual([
      'misconceptions.yml:1: taught: no note has the id "lstm"',
    ]);
    expect(
      problems(note("lstm", ""), misconceptions, { ...misconceptions, path: "content/b/misconceptions.yml" }),
    ).toEqual(['misconceptions.yml:1: the misconception "two" is already defined in content/b/misconceptions.yml']);
  });

  test("an id used twice, near-duplicates and broken filters are problems of the author", () => {
    expect(problems(misconceptions, note("lstm", "", choice("a") + choice("a")))).toEqual([
      'lstm.md:13: the item "lstm/a" already stands in line 6',
    ]);
    expect(problems(misconceptions, note("lstm", "", choice("a") + choice("b")))).toEqual([
      "lstm.md:13: #b is nearly the same as #a",
    ]);
    expect(problems(misconceptions, note("lstm", "", choice("a", "all of the above")))).toEqual([
      'lstm.md:6: #a: "all of the above" points outside the question',
    ]);
  });
});
