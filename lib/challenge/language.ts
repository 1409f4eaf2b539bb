/** The languages a challenge may be solved in. */
export type Language = "python" | "typescript";

export const LANGUAGES: readonly Language[] = ["python", "typescript"];

/** Ending of a file's name in each language. */
export const ENDING: Record<Language, string> = { python: "py", typescript: "ts" };

/**
 * A name or path as the language writes it. Challenges write snake_case, which is Python's; in TypeScript
 * `layer.d_weights` becomes `layer.dWeights`. Names of classes and names without an underscore stay.
 */
export function nameIn(language: Language, path: string): string {
  if (language === "python") return path;
  return path.replace(/([A-Za-z0-9])_([a-z0-9])/g, (_, before: string, after: string) => before + after.toUpperCase());
}
