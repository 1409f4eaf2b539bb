import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./settings.mjs";

const folder = join(root, ".cache", "stamps");
const left = new Set(["node_modules", ".next", ".cache", ".git"]);

/** Every file under `path` (relative to the checkout), sorted; a missing path gives none. */
export function filesUnder(path) {
  const absolute = join(root, path);
  const stat = statSync(absolute, { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [path];
  return readdirSync(absolute)
    .sort()
    .filter((name) => !left.has(name) && !/\.(db|db-wal|db-shm|tsbuildinfo)$/.test(name))
    .flatMap((name) => filesUnder(`${path}/${name}`));
}

/** A sha256 over names and bytes of everything under `paths`, and over `facts`. */
export function hashOf(paths, facts = [], { except = [] } = {}) {
  const hash = createHash("sha256").update(JSON.stringify(facts));
  for (const path of paths.flatMap(filesUnder)) {
    if (except.some((prefix) => path.startsWith(prefix))) continue;
    const bytes = readFileSync(join(root, path));
    hash.update(`\0${path}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex");
}

/** The hash a step last finished with, or undefined. */
export function readStamp(step) {
  try {
    return readFileSync(join(folder, step), "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** Runs `work` with the step unstamped, and stamps it with `hash` only once it has succeeded. */
export async function stamped(step, hash, work) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, step);
  rmSync(file, { force: true });
  await work();
  const written = `${file}.${process.pid}`;
  writeFileSync(written, hash);
  renameSync(written, file);
}
