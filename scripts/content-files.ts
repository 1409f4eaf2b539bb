import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Program } from "#lib/item/program.ts";
import type { ProgramItem } from "#lib/item/schema.ts";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");

export interface ContentFile {
  /** From the repository's root, with slashes. */
  path: string;
  text: string;
}

/** The files of content/ whose names end so; challenges, labs and the folder's README are left out. */
export function contentFiles(...endings: string[]): ContentFile[] {
  return readdirSync(join(ROOT, "content"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((path) => !/\/(?:challenges|labs)\/|\/README\.md$/.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));
}

/** The bank's entry for a program, with the line of its file where it is defined. */
export function programItem(program: Program, files: readonly ContentFile[]): ProgramItem {
  const [, slug] = program.item.split("/");
  const id = `id: "${slug}"`;
  const file = files.find(({ text }) => text.includes(id) && text.includes(`concept: "${program.concept}"`));
  if (!file) throw new Error(`${program.item}: no file of content/ defines it with ${id}`);
  return {
    id: program.item,
    version: program.version,
    kind: program.kind,
    concept: program.concept,
    title: program.title,
    rule: "program",
    program: true,
    source: {
      file: file.path,
      line: file.text.slice(0, file.text.indexOf(id)).split("\n").length,
      hash: createHash("sha256").update(file.text).digest("hex"),
    },
  };
}
