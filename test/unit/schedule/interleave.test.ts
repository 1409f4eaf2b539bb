import fc from "fast-check";
import { expect, test } from "vitest";
import { interleave } from "#lib/schedule/interleave.ts";

const conceptOf = (item: string) => item[0];
const arrange = (items: string, previous: string | null = null) =>
  interleave(items.split(" "), conceptOf, previous).join(" ");

test("what needs no change keeps its order", () => {
  expect(arrange("a1 b1 a2 c1")).toBe("a1 b1 a2 c1");
});

test("an item of the concept asked last gives way to the next of another", () => {
  expect(arrange("a1 a2 b1 b2")).toBe("a1 b1 a2 b2");
  expect(arrange("a1 b1 c1", "a")).toBe("b1 a1 c1");
});

test("a concept with the most items left goes early enough not to meet itself at the end", () => {
  expect(arrange("b1 b2 a1 a2 a3")).toBe("a1 b1 a2 b2 a3");
  expect(arrange("b1 c1 a1 a2 a3 a4")).toBe("a1 b1 a2 c1 a3 a4");
});

test("items of one concept alone stay in order", () => {
  expect(arrange("a1 a2 a3", "a")).toBe("a1 a2 a3");
  expect(interleave([], conceptOf, null)).toEqual([]);
});

/** Fewest neighbours of one concept in any order, found by trying them all. */
function fewestMeetings(concepts: string[], previous: string | null): number {
  if (concepts.length === 0) return 0;
  const tried = [...new Set(concepts)].map((concept) => {
    const rest = concepts.toSpliced(concepts.indexOf(concept), 1);
    return (concept === previous ? 1 : 0) + fewestMeetings(rest, concept);
  });
  return Math.min(...tried);
}

test("no order has fewer neighbours of one concept, and a concept's items keep their order", () => {
  const concepts = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 7 });
  const previous = fc.constantFrom(null, "a", "b", "d");
  fc.assert(
    fc.property(concepts, previous, (names, before) => {
      const items = names.map((name, index) => `${name}${index}`);
      const result = interleave(items, conceptOf, before);
      expect(result.toSorted()).toEqual(items.toSorted());
      const order = [before, ...result.map(conceptOf)];
      const meetings = order.filter((concept, i) => i > 0 && concept === order[i - 1]).length;
      expect(meetings).toBe(fewestMeetings(names, before));
      for (const name of "abc") {
        const own = result.filter((item) => item.startsWith(name)).map((item) => Number(item.slice(1)));
        expect(own).toEqual(own.toSorted((x, y) => x - y));
      }
    }),
  );
});
