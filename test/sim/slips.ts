import type { Dice } from "#lib/item/dice.ts";
import type { Written } from "./encounter.ts";

export type Slip = (right: Written, dice: Dice) => Written | null;

/** Careless ways of getting one number wrong that was found rightly; null where it can't happen. */
export const slips: Record<string, Slip> = {
  "digits transposed": inOne((text, dice) => {
    const places = [...text.keys()].filter((i) => /\d/.test(text[i]) && /\d/.test(text[i + 1] ?? ""));
    const different = places.filter((i) => text[i] !== text[i + 1]);
    if (different.length === 0) return null;
    const at = dice.choose(different);
    return [...text.slice(0, at), text[at + 1], text[at], ...text.slice(at + 2)];
  }),
  "sign dropped": inOne((text) => (text[0] === "-" ? text.slice(1) : null)),
  "sign dropped throughout": (right) => {
    if (!right.flat().some((text) => text.startsWith("-"))) return null;
    return right.map((row) => row.map((text) => text.replace("-", "")));
  },
  "decimal point moved": inOne((text, dice) => {
    const x = Number(text.join(""));
    if (x === 0) return null;
    const places = text.includes(".") ? text.length - text.indexOf(".") - 1 : 0;
    return dice.choose([true, false])
      ? [...(x * 10).toFixed(Math.max(0, places - 1))]
      : [...(x / 10).toFixed(places + 1)];
  }),
  "last arithmetic a few per cent off": inOne((text, dice) => {
    const x = Number(text.join(""));
    const places = text.includes(".") ? text.length - text.indexOf(".") - 1 : 0;
    const off = (1 + dice.nonzero(-0.05, 0.05, 3, 0.01)) * x;
    return off.toFixed(places) === text.join("") ? null : [...off.toFixed(places)];
  }),
};

/** The slip in one number of the grid, any in which it can happen. */
function inOne(slip: (text: string[], dice: Dice) => string[] | null): Slip {
  return (right, dice) => {
    const cells = right.flatMap((row, i) => row.map((_, j) => [i, j] as const));
    for (const [i, j] of dice.shuffle(cells)) {
      const wrong = slip([...right[i][j]], dice);
      if (wrong) return right.map((row, k) => row.map((text, l) => (k === i && l === j ? wrong.join("") : text)));
    }
    return null;
  };
}
