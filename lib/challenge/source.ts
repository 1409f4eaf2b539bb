import type { Language } from "./language.ts";

const DEFINITIONS: Record<Language, RegExp> = {
  python: /^(?:async\s+)?(?:def|class)\s+(\w+)|^(\w+)\s*=/gm,
  typescript: /^(?:export\s+)?(?:default\s+)?(?:async\s+)?(?:function\*?|class|const|let|var)\s+(\w+)/gm,
};

/** Names that a program defines at its top level, whether it exports them or not. */
export function definedNames(source: string, language: Language): string[] {
  return [...source.matchAll(DEFINITIONS[language])].flatMap(([, first, second]) => first ?? second ?? []);
}

/** What a missing name may be: defined but not exported, or spelt otherwise; null where nothing is near. */
export function nearName(
  name: string,
  source: string,
  language: Language,
): { kind: "unexported" } | { kind: "spelt"; name: string } | null {
  const names = definedNames(source, language);
  if (names.includes(name)) return language === "typescript" ? { kind: "unexported" } : null;
  const bare = (of: string) => of.replaceAll("_", "").toLowerCase();
  const near = names
    .map((other) => ({ other, distance: bare(other) === bare(name) ? 0 : editDistance(bare(other), bare(name)) }))
    .filter(({ distance }) => distance <= Math.max(1, Math.floor(name.length / 4)))
    .sort((a, b) => a.distance - b.distance)[0];
  return near ? { kind: "spelt", name: near.other } : null;
}

/** Levenshtein's: single letters inserted, removed or replaced. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}
