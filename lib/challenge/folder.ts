import type { ChallengeDefinition } from "./challenge.ts";
import { type ChallengeDocument, readChallengeDocument } from "./document.ts";
import { ENDING, type Language } from "./language.ts";

/** A challenge's programs in one language. */
export interface Programs {
  /** What the editor begins with. */
  starter: string;
  /** The reference, which mutants patch. */
  solution: string;
  /** The same written independently. */
  second: string;
  /** Code that puts the solution to use; null where no case needs any. */
  harness: string | null;
}

/** A challenge with all that its folder holds. */
export interface Challenge extends ChallengeDefinition {
  document: ChallengeDocument;
  programs: Record<Language, Programs>;
}

/**
 * Puts a challenge together from its cases and the texts of its folder; `read` gives a file's text, or null where
 * there is none.
 * @throws Error when a file is missing or challenge.md can't be read
 */
export function completeChallenge(definition: ChallengeDefinition, read: (file: string) => string | null): Challenge {
  const text = (file: string): string => {
    const found = read(file);
    if (found === null) throw new Error(`${definition.slug}: there is no ${file}`);
    return found;
  };
  const programsIn = (language: Language): Programs => ({
    starter: text(`starter.${ENDING[language]}`),
    solution: text(`solution.${ENDING[language]}`),
    second: text(`second.${ENDING[language]}`),
    harness: read(`harness.${ENDING[language]}`),
  });
  let document: ChallengeDocument;
  try {
    document = readChallengeDocument(text("challenge.md"));
  } catch (cause) {
    throw new Error(`${definition.slug}/challenge.md: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
  if (document.id !== definition.slug) {
    throw new Error(`${definition.slug}: challenge.md has the id "${document.id}"`);
  }
  return { ...definition, document, programs: { python: programsIn("python"), typescript: programsIn("typescript") } };
}
