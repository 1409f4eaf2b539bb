import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { ChallengeDefinition } from "#lib/challenge/challenge.ts";
import { type Challenge, completeChallenge } from "#lib/challenge/folder.ts";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** A challenge with the texts of its folder. */
export function loadChallenge(definition: ChallengeDefinition): Challenge {
  const folder = join(ROOT, "content", definition.area, "challenges", definition.slug);
  return completeChallenge(definition, (file) => {
    const path = join(folder, file);
    return existsSync(path) ? readFileSync(path, "utf8") : null;
  });
}
