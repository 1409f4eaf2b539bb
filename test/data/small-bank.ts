import type { Bank, StoredConcept } from "#app/_data/bank-store.ts";
import { programs } from "#content/programs.ts";
import type { Program } from "#lib/item/program.ts";
import type { Item, ProgramItem } from "#lib/item/schema.ts";
import type { ChoiceItem } from "#lib/kind/choice.ts";
import type { ClozeItem } from "#lib/kind/cloze.ts";
import type { RecallItem } from "#lib/kind/recall.ts";

const base = (concept: string, slug: string) => ({
  id: `${concept}/${slug}`,
  version: 1,
  concept,
  title: slug,
  rule: "authored",
  source: { file: `${concept}.md`, line: 1, hash: "0" },
});

export const choice = (concept: string, slug: string): ChoiceItem => ({
  ...base(concept, slug),
  kind: "choice",
  stem: `Which of these is the ${slug} of ${concept}?`,
  options: [
    { text: `the ${slug}`, correct: true, why: "It is." },
    { text: "its inverse", correct: false, misconception: "inverse-for-itself", why: "That undoes it." },
    { text: "its square", correct: false },
    { text: "its root", correct: false },
  ],
});

export const cloze = (concept: string, slug: string): ClozeItem => ({
  ...base(concept, slug),
  kind: "cloze",
  text: `The ${concept} has a [[1]].`,
  blanks: [[slug]],
});

export const recall = (concept: string, slug: string): RecallItem => ({
  ...base(concept, slug),
  kind: "recall",
  stem: `Say what the ${slug} of ${concept} does.`,
  answer: "It scales and it shifts.",
  rubric: ["it scales", "it shifts"],
});

/** A few of the content's own programs, one of every kind. */
export const somePrograms: readonly Program[] = (["numeric", "tensor", "choice"] as const).map((kind) => {
  const found = programs.find((program) => program.kind === kind);
  if (!found) throw new Error(`The content has no ${kind} program`);
  return found;
});

const programItem = ({ item, version, kind, concept, title }: Program): ProgramItem => ({
  id: item,
  version,
  kind,
  concept,
  title,
  rule: "program",
  program: true,
  source: { file: `${concept}.items.ts`, line: 1, hash: "0" },
});

const concept = (id: string, needs: string[]): Omit<StoredConcept, "position"> => ({
  id,
  title: id,
  areaId: "ground",
  needs,
  body: `# ${id}`,
  materialId: null,
});

/**
 * Eight items of data in three concepts, of which `layer` needs `neuron` and `network` needs `layer`, and three
 * programs whose concepts need `network`; and a challenge.
 */
export function smallBank(): Bank {
  const items: Item[] = [
    choice("neuron", "bias"),
    cloze("neuron", "weight"),
    recall("neuron", "gain"),
    choice("neuron", "slope"),
    cloze("layer", "width"),
    choice("layer", "rank"),
    choice("network", "depth"),
    recall("network", "loss"),
    ...somePrograms.map(programItem),
  ];
  const taught = [...new Set(somePrograms.map((program) => program.concept))];
  const concepts = [
    concept("neuron", []),
    concept("layer", ["neuron"]),
    concept("network", ["layer"]),
    ...taught.map((id) => concept(id, ["network"])),
  ];
  return {
    areas: [{ id: "ground", title: "Ground", position: 0, weight: 1 }],
    concepts: concepts.map((entry, position) => ({ ...entry, position })),
    items,
    challenges: [{ slug: "softmax", concept: "network", title: "Softmax" }],
    misconceptions: [
      {
        id: "inverse-for-itself",
        name: "The inverse for the thing itself",
        claim: "A thing and its inverse are the same.",
        truth: "They undo each other.",
        conceptId: "neuron",
      },
    ],
  };
}
