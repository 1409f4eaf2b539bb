import { join } from "node:path";
import { parseArgs } from "node:util";
import { recipes } from "#lib/training/recipes.ts";

/** What the words after `npm run train --` ask for, or why nobody can know. */
export type Asked =
  | { readonly complaint: string }
  | {
      readonly help: boolean;
      readonly json: boolean;
      readonly recipe?: unknown;
      readonly resume?: string;
      readonly epochs?: number;
      readonly steps?: number;
      readonly threads?: number;
      readonly prefer?: "webgpu" | "wasm";
      readonly out?: string;
    };

/** The backends that `--on` names. */
const PLACES: Readonly<Record<string, "webgpu" | "wasm">> = { gpu: "webgpu", cpu: "wasm" };
const NUMBERS = ["epochs", "steps", "threads", "seed"] as const;

export function readWords(words: string[]): Asked {
  const parsed = parse(words);
  if (typeof parsed === "string") return { complaint: parsed };
  const { values, positionals } = parsed;
  const { help = false, json = false, resume } = values;
  if (help) return { help, json };
  const numbers = Object.fromEntries(NUMBERS.map((option) => [option, wholeNumber(values[option])]));
  const wrong = NUMBERS.find((option) => numbers[option] === null || (numbers[option] === 0 && option !== "seed"));
  if (wrong !== undefined) {
    return { complaint: `--${wrong} is a whole number${wrong === "seed" ? "" : " above 0"}, not ${values[wrong]}` };
  }
  const { epochs, steps, threads, seed } = numbers as Record<(typeof NUMBERS)[number], number | undefined>;
  if (values.on !== undefined && !Object.hasOwn(PLACES, values.on)) {
    return { complaint: `--on is gpu or cpu, not ${values.on}` };
  }
  const prefer = values.on === undefined ? undefined : PLACES[values.on];
  const [name, ...more] = positionals;
  if (more.length > 0) return { complaint: `one recipe at a time, not also ${more.join(" ")}` };
  if (resume !== undefined) {
    if (name !== undefined) return { complaint: "a checkpoint has its own recipe: leave the name out" };
    if (seed !== undefined) return { complaint: "a checkpoint has its own seed: leave --seed out" };
    return { help, json, resume, epochs, steps, threads, prefer, out: values.out ?? resume };
  }
  if (name === undefined) return { complaint: `name a recipe: ${[...recipes.keys()].join(", ")}` };
  const recipe = recipes.get(name)?.recipe;
  if (recipe === undefined) return { complaint: `there is no recipe ${name}, only ${[...recipes.keys()].join(", ")}` };
  const out = values.out ?? join(".cache", "training", `${name}.safetensors`);
  return { help, json, recipe: { ...recipe, seed: seed ?? recipe.seed }, epochs, steps, threads, prefer, out };
}

function parse(words: string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const options = {
    epochs: text,
    steps: text,
    threads: text,
    on: text,
    seed: text,
    out: text,
    resume: text,
    json: flag,
    help: flag,
  } as const;
  try {
    return parseArgs({ args: words, options, allowPositionals: true });
  } catch (error) {
    return (error as Error).message;
  }
}

/** Undefined where nothing was said, null for anything but a whole number. */
function wholeNumber(word: string | undefined): number | null | undefined {
  if (word === undefined) return undefined;
  return /^\d{1,9}$/.test(word) ? Number(word) : null;
}
