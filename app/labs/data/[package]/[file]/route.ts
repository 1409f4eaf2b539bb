import { readInstalled } from "#lib/datasets/installed.ts";
import { IRIS_FILE } from "#lib/datasets/iris.ts";
import { MNIST_FILES } from "#lib/datasets/mnist.ts";
import { DatasetError } from "#lib/datasets/package-file.ts";

/** The data that a network in the browser learns from: as it is in its package, by the package and the file's name. */
export async function GET(_: Request, { params }: { params: Promise<{ package: string; file: string }> }) {
  const asked = await params;
  const file = [IRIS_FILE, ...MNIST_FILES].find(
    (file) => file.package === asked.package && file.path.endsWith(`/${asked.file}`),
  );
  if (file === undefined) return new Response("There is no such data.", { status: 404 });
  try {
    const bytes = await readInstalled(file);
    return new Response(new Uint8Array(bytes), {
      headers: { "content-type": "application/octet-stream", "cache-control": "private, max-age=86400" },
    });
  } catch (error) {
    if (error instanceof DatasetError) return new Response(error.message, { status: 404 });
    throw error;
  }
}
