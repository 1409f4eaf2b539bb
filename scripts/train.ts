import { join } from "node:path";
import { parseArgs } from "node:util";
import { recipes } from "#lib/training/recipes.ts";
import { train } from "#lib/training/training.ts";
import { TrainingError } from "#lib/training/training-error.ts";
import { TrainingReport } from "./training-report.ts";

const HELP = `Trains a network on this machine, in a process of its own.

  npm run train -- RECIPE [options]     begin
  npm run train -- --resume FILE        go on from a checkpoint

Recipes
${[...recipes.values()].map(({ recipe, what }) => `  ${recipe.name.padEnd(12)} ${what}`).join("\n")}

Options
  --epochs N      epochs in all
  --steps N       stop after so many steps
  --seed N        what first weights and order are drawn from; the same seed gives the same losses
  --out FILE      where the checkpoint goes (.cache/training/RECIPE.safetensors)
  --resume FILE   a checkpoint to go on from
  --json          what happens as lines of JSON
  --help          this

Ctrl-C stops after the present step and keeps what has been learnt.`;

const COULD_NOT = 1;
const MISUSED = 2;
const INTERRUPTED = 130;

process.exitCode = await main(process.argv.slice(2));

async function main(words: string[]): Promise<number> {
  const asked = readWords(words);
  if ("complaint" in asked) {
    console.error(`${asked.complaint}\nnpm run train -- --help says what there is.`);
    return MISUSED;
  }
  if (asked.help) {
    console.log(HELP);
    return 0;
  }
  const interruption = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      // Whoever asks twice does not want to wait.
      if (interruption.signal.aborted) process.exit(INTERRUPTED);
      interruption.abort();
    });
  }
  const report = new TrainingReport(process.stdout);
  try {
    const result = await train({
      recipe: asked.recipe,
      resume: asked.resume,
      epochs: asked.epochs,
      steps: asked.steps,
      out: asked.out,
      signal: interruption.signal,
      onEvent: (event) => (asked.json ? console.log(JSON.stringify(event)) : report.tell(event)),
    });
    if (asked.json) console.log(JSON.stringify({ kind: "ended", result }));
    else report.close(result);
    return result.stopped ? INTERRUPTED : 0;
  } catch (error) {
    if (!(error instanceof TrainingError)) throw error;
    if (asked.json) console.log(JSON.stringify({ kind: "failed", fault: error.fault, message: error.message }));
    else report.fail(error.message);
    return COULD_NOT;
  }
}

type Asked =
  | { readonly complaint: string }
  | {
      readonly help: boolean;
      readonly json: boolean;
      readonly recipe?: unknown;
      readonly resume?: string;
      readonly epochs?: number;
      readonly steps?: number;
      readonly out?: string;
    };

function readWords(words: string[]): Asked {
  const parsed = parse(words);
  if (typeof parsed === "string") return { complaint: parsed };
  const { values, positionals } = parsed;
  const { help = false, json = false, resume } = values;
  if (help) return { help, json };
  const [epochs, steps, seed] = [wholeNumber(values.epochs), wholeNumber(values.steps), wholeNumber(values.seed)];
  if (epochs === null || epochs === 0) return { complaint: `--epochs is a whole number above 0, not ${values.epochs}` };
  if (steps === null || steps === 0) return { complaint: `--steps is a whole number above 0, not ${values.steps}` };
  if (seed === null) return { complaint: `--seed is a whole number, not ${values.seed}` };
  const [name, ...more] = positionals;
  if (more.length > 0) return { complaint: `one recipe at a time, not also ${more.join(" ")}` };
  if (resume !== undefined) {
    if (name !== undefined) return { complaint: "a checkpoint has its own recipe: leave the name out" };
    if (seed !== undefined) return { complaint: "a checkpoint has its own seed: leave --seed out" };
    return { help, json, resume, epochs, steps, out: values.out ?? resume };
  }
  if (name === undefined) return { complaint: `name a recipe: ${[...recipes.keys()].join(", ")}` };
  const recipe = recipes.get(name)?.recipe;
  if (recipe === undefined) return { complaint: `there is no recipe ${name}, only ${[...recipes.keys()].join(", ")}` };
  const out = values.out ?? join(".cache", "training", `${name}.safetensors`);
  return { help, json, recipe: { ...recipe, seed: seed ?? recipe.seed }, epochs, steps, out };
}

function parse(words: string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const options = { epochs: text, steps: text, seed: text, out: text, resume: text, json: flag, help: flag } as const;
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
