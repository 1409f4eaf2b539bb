// Lets Node read TypeScript by leaving out the types and nothing else: node --import ./plain.mjs file.ts. tsx names every
// function that is made, on each run of the code that makes it, which costs a small training step a third of its speed.
import { readFile } from "node:fs/promises";
import { isMainThread } from "node:worker_threads";
import { register } from "node:module";
import { fileURLToPath } from "node:url";
import { transform } from "sucrase";

// Node calls the hook in a thread of its own.
if (isMainThread) register(import.meta.url);

export async function load(url, context, next) {
  if (!url.endsWith(".ts")) return next(url, context);
  const text = await readFile(fileURLToPath(url), "utf8");
  const { code } = transform(text, { transforms: ["typescript"], disableESTransforms: true, keepUnusedImports: true });
  return { format: "module", source: code, shortCircuit: true };
}
