// A contestant's side of the benchmark: what every one of them that runs in Node shares.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Console } from "node:console";

// Only answers go to the standard output: libraries talk too.
globalThis.console = new Console(process.stderr);

/** The raw float32 numbers `name` of a workload. */
export function readNumbers(folder, name) {
  const bytes = readFileSync(join(folder, `${name}.f32`));
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** What contestants compare of a product: its root mean square and three entries. */
export function samplesOf(product) {
  let sum = 0;
  for (const entry of product) sum += entry * entry;
  const at = [0, Math.floor(product.length / 2), product.length - 1];
  return [Math.sqrt(sum / product.length), ...at.map((i) => product[i])];
}

/**
 * Answers requests, one JSON line each. `introduce` gives `{ version, detail }`; `prepare` makes a workload ready and
 * throws where it cannot.
 */
export async function serve({ introduce, prepare }) {
  const ready = new Map();
  try {
    answer(await introduce());
  } catch (error) {
    answer({ unavailable: inWords(error) });
    return;
  }
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    try {
      answer(await measure(request));
    } catch (error) {
      answer({ cannot: inWords(error) });
    }
  }

  async function measure({ workload, folder, repetitions, steps, warmUp, checkedSteps }) {
    if (!ready.has(workload.name)) {
      const prepared = await prepare(workload, folder);
      ready.set(workload.name, { prepared, checks: await prepared.check(checkedSteps) });
    }
    const { prepared, checks } = ready.get(workload.name);
    await prepared.restart();
    for (let i = 0; i < warmUp; i++) await prepared.run(steps);
    const milliseconds = [];
    for (let i = 0; i < repetitions; i++) {
      const begun = performance.now();
      await prepared.run(steps);
      milliseconds.push((performance.now() - begun) / steps);
    }
    return { milliseconds, checks };
  }
}

function answer(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

function inWords(error) {
  return error instanceof Error ? error.message.split("\n")[0] : String(error);
}
