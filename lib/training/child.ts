// Work that takes long gets a process of its own, with the V8 flags the engine wants: the one that asks for it stays as it is.
import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { cwd, env, versions } from "node:process";
import { pathToFileURL } from "node:url";

/** V8's flags for the engine: Node 20 has fused multiply-adds behind one, later versions have them anyway. */
export function engineFlags(version: string = versions.node): readonly string[] {
  return Number.parseInt(version, 10) < 21 ? ["--experimental-wasm-relaxed-simd"] : [];
}

/** What makes Node read TypeScript as it stands, without slowing it down (see plain.mjs). */
export function plainLoader(): string {
  return pathToFileURL(inFolder("plain.mjs")).href;
}

/** Starts a program of this folder with these words, which can be spoken to; what it complains of comes by `stderr`. */
export function forkProgram(name: string, words: readonly string[] = []): ChildProcess {
  return fork(inFolder(name), words, {
    execArgv: [...engineFlags(), "--import", plainLoader()],
    env: { ...env, NODE_OPTIONS: "" },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
}

// Read by Node itself from the project's folder, not bundled: the same files work in the server, in scripts and in tests.
function inFolder(name: string): string {
  return join(/* turbopackIgnore: true */ cwd(), "lib", "training", name);
}
