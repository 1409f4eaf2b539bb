import { recipes } from "#lib/training/recipes.ts";
import { train } from "#lib/training/training.ts";
import { TrainingError } from "#lib/training/training-error.ts";
import { TrainingReport } from "./training-report.ts";
import { readWords } from "./training-words.ts";

const HELP = `Trains a network on this machine, in a process of its own.

  npm run train -- RECIPE [options]     begin
  npm run train -- --resume FILE        go on from a checkpoint

Recipes
${[...recipes.values()].map(({ recipe, what }) => `  ${recipe.name.padEnd(12)} ${what}`).join("\n")}

Options
  --epochs N      epochs in all
  --steps N       stop after so many steps
  --on gpu|cpu    where to compute; left out, on a GPU where there is one and the steps are large enough to pay
  --threads N     threads to compute with, as many as there are cores otherwise (8 at most)
  --seed N        what first weights and order are drawn from; the same seed gives the same losses
  --out FILE      where the checkpoint goes (.cache/training/RECIPE.safetensors)
  --resume FILE   a checkpoint to go on from
  --json          what happens as lines of JSON
  --help          this

Ctrl-C stops after the present step and keeps what has been learnt.`;

const COULD_NOT = 1;
const MISUSED = 2;
const INTERRUPTED = 130;

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
      engine: { threads: asked.threads, prefer: asked.prefer },
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

process.exitCode = await main(process.argv.slice(2));
