import "server-only";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { cwd } from "node:process";
import { challengeOf, challenges } from "#content/challenges.ts";
import type { ChallengeDefinition } from "#lib/challenge/challenge.ts";
import { type Challenge, completeChallenge } from "#lib/challenge/folder.ts";
import type { Db } from "./client.ts";

export interface ChallengeArea {
  id: string;
  title: string;
  challenges: Challenge[];
}

const cache = new Map<string, { lookedAt: number; stamp: string; challenge: Challenge }>();

/** Milliseconds for which a folder is taken to be as it was. */
const REMEMBERED = 1000;

/** A challenge with the texts of its folder, or null when the content has none of this name. */
export function findChallenge(slug: string): Challenge | null {
  const definition = challengeOf(slug);
  return definition && load(definition);
}

/** Every challenge, in the order of the content. */
export function listChallenges(): Challenge[] {
  return challenges.map(load);
}

/** Every challenge by area, in the order of the notes. */
export async function listChallengesByArea(db: Db): Promise<ChallengeArea[]> {
  const all = listChallenges();
  const areas = await db.area.findMany({ orderBy: { position: "asc" }, select: { id: true, title: true } });
  return areas
    .map(({ id, title }) => ({ id, title, challenges: all.filter(({ area }) => area === id) }))
    .filter((area) => area.challenges.length > 0);
}

/** The title of a challenge's area, and its concept where there is a note of that name. */
export async function findTopic(
  db: Db,
  areaId: string,
  conceptId: string,
): Promise<{ area: string; concept: { id: string; title: string } | null }> {
  const area = await db.area.findUnique({ where: { id: areaId } });
  const concept = await db.concept.findUnique({
    where: { id: conceptId, retiredAt: null, materialId: null },
    select: { id: true, title: true },
  });
  return { area: area?.title ?? "", concept };
}

// Cases are code and part of the build; the texts beside them are read when they are asked for, and again when a file
// has changed. Nothing has to be kept in step with them.
function load(definition: ChallengeDefinition): Challenge {
  const known = cache.get(definition.slug);
  const lookedAt = performance.now();
  if (known && lookedAt - known.lookedAt < REMEMBERED) return known.challenge;
  const folder = join(/* turbopackIgnore: true */ cwd(), "content", definition.area, "challenges", definition.slug);
  const stamp = readdirSync(folder)
    .map((file) => `${file} ${statSync(join(folder, file)).mtimeMs}`)
    .join();
  if (known?.stamp === stamp) {
    known.lookedAt = lookedAt;
    return known.challenge;
  }
  const challenge = completeChallenge(definition, (file) => {
    const path = join(folder, file);
    return existsSync(path) ? readFileSync(path, "utf8") : null;
  });
  cache.set(definition.slug, { lookedAt, stamp, challenge });
  return challenge;
}
