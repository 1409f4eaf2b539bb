import { join } from "node:path";
import { buildPages, generateClient } from "./build.mjs";
import { passSignalsOn } from "./child.mjs";
import { fillDatabase } from "./database.mjs";
import { runMain } from "./failure.mjs";
import { install } from "./install.mjs";
import { holdLock } from "./lock.mjs";
import { isMain, requireNode } from "./node-version.mjs";
import { readDatabase, root } from "./settings.mjs";

const lock = join(root, ".cache", "setup.lock");

/**
 * Makes the checkout ready: packages, database client, database, pages. Each step runs only when what it is made
 * from has changed, may be cut short anywhere, and is done by one process at a time.
 */
export async function setUp({ database = readDatabase(), build = true, say = console.log } = {}) {
  await holdLock(
    lock,
    async (noteChild) => {
      const onStart = (child) => noteChild(child.pid);
      await install({ say, onStart });
      await generateClient({ say, onStart });
      if (database) await fillDatabase({ ...database, say, onStart });
      if (build) await buildPages({ say, onStart });
    },
    { say },
  );
}

if (isMain(import.meta.url)) {
  requireNode();
  passSignalsOn();
  await runMain(() =>
    setUp({
      build: !process.argv.includes("--no-build"),
      database: process.argv.includes("--no-database") ? null : readDatabase(),
    }),
  );
}
