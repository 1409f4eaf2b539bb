import { passSignalsOn, run } from "./child.mjs";
import { runMain } from "./failure.mjs";
import { isMain, requireNode } from "./node-version.mjs";
import { readDatabase } from "./settings.mjs";
import { setUp } from "./setup.mjs";

/** `npm run import -- FILE…`: readies packages and, unless it is a dry run, the database, then imports. */
if (isMain(import.meta.url)) {
  requireNode();
  passSignalsOn();
  await runMain(async () => {
    const args = process.argv.slice(2);
    const database = readDatabase();
    await setUp({ build: false, database: args.includes("--dry-run") ? null : database, say: console.error });
    const command = ["node", "--conditions=react-server", "--import", "tsx", "scripts/import-documents.ts", ...args];
    const { code } = await run(command, { env: { DATABASE_URL: database.databaseUrl } });
    process.exitCode = code;
  });
}
