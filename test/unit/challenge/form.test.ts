import { describe, expect, test } from "vitest";
import { challenges } from "#content/challenges.ts";
import { definesFunction, withFunctionOf } from "#lib/challenge/definition.ts";
import { formFromText, formToText, minutesOf, nextForm, partsOf, starterOf } from "#lib/challenge/form.ts";
import { LANGUAGES, nameIn } from "#lib/challenge/language.ts";
import { definedNames } from "#lib/challenge/source.ts";
import { loadChallenge } from "../../../scripts/challenge-files.ts";

const all = new Map(challenges.map((definition) => [definition.slug, loadChallenge(definition)]));

function loaded(slug: string) {
  const found = all.get(slug);
  if (!found) throw new Error(`there is no ${slug}`);
  return found;
}

const layerNorm = loaded("layer-norm");

const PYTHON = `import numpy as np


def _half(x):
    return x / 2


# What one gets.
def first(
    x,
    y=1,
):
    """One."""

    return _half(x)


def second(x):
    return x
`;

const TYPESCRIPT = `const half = (x: number) => x / 2;

/** What one gets. */
export function first(x: number, y = 1): number {
  if (y > 1) {
    return y;
  }
  return half(x);
}

export function second(
  x: number,
): number {
  return x;
}
`;

describe("a function of a program", () => {
  test("is put in the place of another in Python, comment and all", () => {
    const other = "def first(x, y=1):\n    raise NotImplementedError\n\n\nNAME = 1\n";
    expect(withFunctionOf(PYTHON, other, "first", "python")).toBe(
      PYTHON.replace(/# What[\s\S]*_half\(x\)\n/, "def first(x, y=1):\n    raise NotImplementedError\n"),
    );
    expect(withFunctionOf(PYTHON, "def second(x):\n    pass", "second", "python")).toContain(
      "    return _half(x)\n\n\ndef second(x):\n    pass\n",
    );
  });

  test("is put in the place of another in TypeScript, comment and all", () => {
    const other = "/** Else. */\nexport function first(x: number): number {\n  throw new Error();\n}\n";
    expect(withFunctionOf(TYPESCRIPT, other, "first", "typescript")).toBe(
      TYPESCRIPT.replace(/\/\*\* What[\s\S]*half\(x\);\n\}\n/, other),
    );
    expect(withFunctionOf(TYPESCRIPT, "export function second() {\n}", "second", "typescript")).toMatch(
      /\}\n\nexport function second\(\) \{\n\}\n$/,
    );
  });

  test("is not taken for one whose name begins the same, nor for a class", () => {
    expect(definesFunction("def firsts(x):\n    pass", "first", "python")).toBe(false);
    expect(definesFunction("export function firsts() {\n}", "first", "typescript")).toBe(false);
    expect(definesFunction("class First:\n    pass", "First", "python")).toBe(false);
    expect(() => withFunctionOf(PYTHON, "", "first", "python")).toThrow("first is not a function of both programs");
  });
});

describe("the form of a round", () => {
  const like = null;

  test("is all of the challenge at first", () => {
    expect(nextForm(layerNorm, { graded: 0, failed: false, like })).toEqual({ kind: "whole" });
  });

  test("is after a failure a program with the fault just made", () => {
    const failed = { graded: 1, failed: true };
    expect(nextForm(layerNorm, { ...failed, like: "over-the-batch" })).toEqual({
      kind: "fix",
      mutant: "over-the-batch",
    });
    expect(nextForm(layerNorm, { ...failed, like: "no longer there" })).toEqual({
      kind: "fix",
      mutant: layerNorm.mutants[1].id,
    });
  });

  test("takes turns among a part, a fault and the whole while all goes well", () => {
    const forms = [1, 2, 3, 4, 5, 6].map((graded) => nextForm(layerNorm, { graded, failed: false, like }));
    expect(forms.map(({ kind }) => kind)).toEqual(["part", "fix", "whole", "part", "fix", "whole"]);
    expect(forms[0]).toEqual({ kind: "part", name: "layer_norm_backward" });
    expect(forms[3]).toEqual({ kind: "part", name: "layer_norm_forward" });
    expect(forms[1]).not.toEqual(forms[4]);
  });

  test("has no part where the challenge is a class", () => {
    const value = loaded("autograd-value");
    expect(partsOf(value)).toEqual([]);
    const forms = [1, 2, 3].map((graded) => nextForm(value, { graded, failed: false, like }).kind);
    expect(forms).toEqual(["fix", "whole", "fix"]);
  });

  test("is written and read, and is the whole where what it names is gone", () => {
    for (const text of ["whole", "part:layer_norm_forward", "fix:sample-variance"]) {
      expect(formToText(formFromText(text, layerNorm))).toBe(text);
    }
    for (const text of ["part:nothing", "fix:nothing", "?"]) expect(formFromText(text, layerNorm).kind).toBe("whole");
  });

  test("takes less time when it is smaller", () => {
    const minutes = ["whole", "part:layer_norm_forward", "fix:sample-variance"].map((text) =>
      minutesOf(layerNorm, formFromText(text, layerNorm)),
    );
    expect(minutes).toEqual([35, 18, 11]);
  });
});

describe.each([...all])("%s", (_, challenge) => {
  test.each(LANGUAGES)("its parts in %s are the solution with one function to be written", (language) => {
    for (const part of partsOf(challenge)) {
      const source = starterOf(challenge, { kind: "part", name: part }, language);
      const { starter, solution } = challenge.programs[language];
      expect(new Set(definedNames(source, language))).toEqual(new Set(definedNames(solution, language)));
      const name = nameIn(language, part);
      expect(withFunctionOf(source, solution, name, language)).toBe(solution);
      expect(withFunctionOf(starter, source, name, language)).toBe(starter);
    }
  });

  test("is mended by undoing the fault", () => {
    for (const { id, python } of challenge.mutants) {
      const source = starterOf(challenge, { kind: "fix", mutant: id }, "python");
      expect(source).not.toBe(challenge.programs.python.solution);
      expect(source).toContain(python[1]);
    }
  });
});
