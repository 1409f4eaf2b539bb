import { runMain } from "./failure.mjs";
import { requireNode } from "./node-version.mjs";

requireNode();

// Imported late: an old Node might not even read these modules.
await runMain(async () => {
  const { main } = await import("./test-run.mjs");
  return main();
});
