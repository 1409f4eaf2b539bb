/** A file that comes with a package of npm. */
export interface PackageFile {
  readonly package: string;
  /** Where it lies in the package. */
  readonly path: string;
  /** Its MD5 sum in hexadecimal digits: numbers are only as good as the file they came from. */
  readonly md5: string;
}

/** Gives a file's bytes, or throws a DatasetError where they can't be had. */
export type ReadFile = (file: PackageFile) => Promise<Uint8Array>;

/** A data set that can't be had; the message is a sentence for people and says what helps. */
export class DatasetError extends Error {
  override readonly name = "DatasetError";
}
