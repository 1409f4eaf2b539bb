import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { run } from "./child.mjs";
import { Failure } from "./failure.mjs";
import { root } from "./settings.mjs";
import { hashOf, readStamp, stamped } from "./stamp.mjs";

/** Generates the Prisma client from the schema, unless it is there for this very schema. */
export async function generateClient({ say, onStart }) {
  const hash = hashOf(["prisma/schema.prisma", "prisma.config.ts", "package-lock.json"]);
  const client = join(root, "prisma", "client");
  const there = existsSync(client) && readdirSync(client).length > 0;
  if (there && readStamp("generate") === hash) return;
  say("Generating the database client …");
  await stamped("generate", hash, () =>
    succeed(["node", "node_modules/prisma/build/index.js", "generate"], "Generating the database client", { onStart }),
  );
}

/** Builds the pages into .next, unless they are there for these very sources. */
export async function buildPages({ say, onStart }) {
  const sources = ["app", "lib", "content", "engine", "public", "prisma/schema.prisma", "proxy.ts", "package.json"];
  const settings = ["package-lock.json", "next.config.ts", "postcss.config.mjs", "tsconfig.json"];
  const hash = hashOf([...sources, ...settings], [process.versions.modules]);
  if (existsSync(join(root, ".next", "BUILD_ID")) && readStamp("build") === hash) return;
  say("Building the pages …");
  await stamped("build", hash, () =>
    succeed(["node", "node_modules/next/dist/bin/next", "build"], "Building the pages", {
      onStart,
      env: { NODE_ENV: "production" },
    }),
  );
}

async function succeed(command, what, { onStart, env }) {
  const { code, text } = await run(command, { env, onStart, output: "keep" });
  if (code === 0) return;
  console.error(text.trimEnd());
  throw new Failure(`${what} failed (exit code ${code}); its message stands above.`);
}
