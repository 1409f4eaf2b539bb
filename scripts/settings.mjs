import { isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Failure } from "./failure.mjs";

/** The checkout this file lies in. */
export const root = resolve(fileURLToPath(new URL("..", import.meta.url)));

const loopbackNames = new Set(["localhost", "::1", "[::1]"]);

/** Whether only this machine can reach a server bound to `host`. */
export function isLoopback(host) {
  return loopbackNames.has(host) || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * What the environment asks for: where to listen and which database to use.
 * Throws a Failure that names the value when a setting can't be used.
 */
export function readSettings(env = process.env) {
  const port = env.PORT ? Number(env.PORT) : 3000;
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Failure(`PORT must be a whole number from 1 to 65535, not "${env.PORT}".`);
  }
  const host = env.HOST || "127.0.0.1";
  const passphrase = env.EPOCH_PASSPHRASE ?? "";
  if (!isLoopback(host) && passphrase.length < 8) {
    throw new Failure(
      `HOST=${host} lets other machines in, so EPOCH_PASSPHRASE must be set to at least 8 characters` +
        (passphrase ? ` (it has ${passphrase.length}).` : "."),
    );
  }
  if (passphrase && passphrase.length < 8) {
    throw new Failure(`EPOCH_PASSPHRASE needs at least 8 characters (it has ${passphrase.length}).`);
  }
  return { port, host, ...readDatabase(env) };
}

/** The database file and its address: `DATABASE_URL`, or prisma/epoch.db in the checkout. */
export function readDatabase(env = process.env) {
  const url = env.DATABASE_URL || `file:${join(root, "prisma", "epoch.db")}`;
  if (!url.startsWith("file:")) {
    throw new Failure(`DATABASE_URL must begin with "file:" and name a SQLite file, not "${url.split(":")[0]}:".`);
  }
  const named = url.startsWith("file://") ? fileURLToPath(url) : url.slice("file:".length);
  if (named === "" || named.startsWith(":memory:") || named.includes("?")) {
    throw new Failure(`DATABASE_URL must name a SQLite file on disk, not "${url}".`);
  }
  const databaseFile = isAbsolute(named) ? named : resolve(root, named);
  return { databaseFile, databaseUrl: `file:${databaseFile}` };
}

/**
 * The environment for every process started here: nothing reports home, the database address is absolute,
 * and `npm_*` variables are gone, since an inner npm would take the outer one's flags from them. Those that
 * say how to reach a registry stay.
 */
export function childEnvironment(extra = {}, env = process.env) {
  const reach = /^npm_config_(registry|userconfig|globalconfig|cache|cafile|ca|proxy|https_proxy|noproxy|strict_ssl)$/;
  const kept = Object.entries(env).filter(([name]) => !name.startsWith("npm_") || reach.test(name));
  return {
    ...Object.fromEntries(kept),
    NEXT_TELEMETRY_DISABLED: "1",
    CHECKPOINT_DISABLE: "1",
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    PRISMA_SKIP_POSTINSTALL_GENERATE: "1",
    // `prisma generate` never runs its schema engine, but fetches one unless this names a file.
    PRISMA_SCHEMA_ENGINE_BINARY: env.PRISMA_SCHEMA_ENGINE_BINARY || process.execPath,
    ...extra,
  };
}
