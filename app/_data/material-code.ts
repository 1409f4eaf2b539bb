import "server-only";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cwd } from "node:process";
import { codeBlocks } from "#lib/bank/code-blocks.ts";
import { type CodeRun, runBlocks } from "#lib/bank/code-runs.ts";
import type { Sandbox } from "#lib/sandbox/sandbox.ts";

/** Runs the programs of a document in the sandbox, before its questions are drafted. */
export function runCode(bytes: Uint8Array, name: string, run: Sandbox["run"]): Promise<CodeRun[]> {
  const file = join(/* turbopackIgnore: true */ cwd(), "lib", "bank", "python-mutants.py");
  return runBlocks(codeBlocks(bytes, name), { run, mutants: readFileSync(file, "utf8") });
}
