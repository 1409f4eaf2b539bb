import type { Language } from "./language.ts";

/** A stretch of lines of a program: the first, and the one after the last. */
type Stretch = [from: number, to: number];

/** The lines of a function at a program's top level with the comment right above it, or null where there is none. */
function stretchOf(lines: readonly string[], name: string, language: Language): Stretch | null {
  const opening = language === "python" ? new RegExp(`^def ${name}\\(`) : new RegExp(`^export function ${name}\\b`);
  const at = lines.findIndex((line) => opening.test(line));
  if (at === -1) return null;
  let from = at;
  while (from > 0 && /^(?:#|\/\*\*| \*)/.test(lines[from - 1])) from--;
  return [from, language === "python" ? endOfPython(lines, at) : lines.indexOf("}", at) + 1];
}

/** Python's block ends before the next line that is not indented, but for the bracket that closes the signature. */
function endOfPython(lines: readonly string[], at: number): number {
  const next = lines.findIndex((line, i) => i > at && /^[^\s)]/.test(line));
  let end = next === -1 ? lines.length : next;
  while (lines[end - 1].trim() === "") end--;
  return end;
}

/** Whether a program defines a function of this name at its top level, as this language's challenges write it. */
export function definesFunction(source: string, name: string, language: Language): boolean {
  return stretchOf(source.split("\n"), name, language) !== null;
}

/**
 * The program with one of its functions as another program has it.
 * @throws Error when either of the two does not define the function
 */
export function withFunctionOf(source: string, other: string, name: string, language: Language): string {
  const [lines, otherLines] = [source.split("\n"), other.split("\n")];
  const [own, given] = [stretchOf(lines, name, language), stretchOf(otherLines, name, language)];
  if (!own || !given) throw new Error(`${name} is not a function of both programs`);
  return lines.toSpliced(own[0], own[1] - own[0], ...otherLines.slice(...given)).join("\n");
}
