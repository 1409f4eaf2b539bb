import { fileURLToPath } from "node:url";

/** Loads a module of `scripts/`, which is plain JavaScript and has no types of its own. */
export function script<T>(name: string): Promise<T> {
  return import(scriptPath(name)) as Promise<T>;
}

/** The path of a file in `scripts/`. */
export function scriptPath(name: string): string {
  return fileURLToPath(new URL(`../../../scripts/${name}`, import.meta.url));
}
