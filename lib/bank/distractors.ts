import { sha256 } from "./draft.ts";
import { optionType, refusal, SHOWN } from "./filters.ts";
import { visibleLength } from "./words.ts";

/**
 * Three wrong options for `key` out of `candidates`, or why there are none. Those nearest in length are taken, a number
 * of longer and shorter ones that varies from question to question, so that length says nothing about the key. The
 * choice depends on the texts alone, not on the order of the candidates.
 */
export function chooseDistractors(
  stem: string,
  key: string,
  candidates: readonly string[],
): { distractors: string[] } | { reason: string } {
  const wanted = SHOWN - 1;
  const length = visibleLength(key);
  const type = optionType(key);
  const nearest = [...new Set(candidates)]
    .filter((text) => text !== key && optionType(text) === type)
    .sort((a, b) => gap(a, length) - gap(b, length) || (a < b ? -1 : 1));
  if (nearest.length < wanted) {
    return { reason: `${nearest.length} options of the same type beside the key, needed ${wanted}` };
  }
  const longer = nearest.filter((text) => visibleLength(text) >= length);
  const shorter = nearest.filter((text) => visibleLength(text) < length);
  const first = WANTED[Number.parseInt(sha256(stem + key).slice(0, 6), 16) % WANTED.length] ?? 0;
  let reason = "";
  for (const above of NEXT_BEST[first] ?? []) {
    if (above > longer.length || wanted - above > shorter.length) continue;
    const distractors = [...longer.slice(0, above), ...shorter.slice(0, wanted - above)];
    const refused = refusal({
      stem,
      options: [{ text: key, correct: true }, ...distractors.map((text) => ({ text }))],
    });
    if (!refused) return { distractors };
    reason ||= refused;
  }
  return { reason: reason || "no three options of fitting length" };
}

/** How many distractors shall be longer, drawn by the question's hash; the ends more often, since they fail more often. */
const WANTED = [0, 0, 1, 2, 3, 3, 3];

/** What to try in turn for each of these. */
const NEXT_BEST = [
  [0, 1, 2, 3],
  [1, 2, 3, 0],
  [2, 3, 1, 0],
  [3, 2, 1, 0],
];

const gap = (text: string, length: number) => Math.abs(visibleLength(text) - length);
