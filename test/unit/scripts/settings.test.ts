import { join } from "node:path";
import { expect, test } from "vitest";
import { script } from "./script.ts";

type Environment = Record<string, string>;
type Settings = { port: number; host: string; databaseFile: string; databaseUrl: string };
const { readSettings, childEnvironment, root } = await script<{
  readSettings: (env: Environment) => Settings;
  childEnvironment: (extra: Environment, env: Environment) => Environment;
  root: string;
}>("settings.mjs");
const { isTooOld } = await script<{ isTooOld: (version: string) => boolean }>("node-version.mjs");

test("without settings Epoch listens on loopback and keeps its database in the checkout", () => {
  const databaseFile = join(root, "prisma", "epoch.db");
  expect(readSettings({})).toEqual({
    port: 3000,
    host: "127.0.0.1",
    databaseFile,
    databaseUrl: `file:${databaseFile}`,
  });
});

test("a relative DATABASE_URL counts from the checkout", () => {
  expect(readSettings({ DATABASE_URL: "file:./data/a.db" }).databaseFile).toBe(join(root, "data", "a.db"));
  expect(readSettings({ DATABASE_URL: "file:///srv/a%20b.db" }).databaseFile).toBe("/srv/a b.db");
});

test.each([
  [{ PORT: "0" }, 'PORT must be a whole number from 1 to 65535, not "0".'],
  [{ PORT: "80.5" }, 'not "80.5"'],
  [
    { DATABASE_URL: "libsql://host:1/x" },
    'DATABASE_URL must begin with "file:" and name a SQLite file, not "libsql:".',
  ],
  [{ DATABASE_URL: "file::memory:" }, 'not "file::memory:"'],
  [
    { HOST: "0.0.0.0" },
    "HOST=0.0.0.0 lets other machines in, so EPOCH_PASSPHRASE must be set to at least 8 characters.",
  ],
  [{ HOST: "::", EPOCH_PASSPHRASE: "seven77" }, "(it has 7)"],
  [{ EPOCH_PASSPHRASE: "seven77" }, "EPOCH_PASSPHRASE needs at least 8 characters (it has 7)."],
])("%o is refused", (env: Environment, message) => {
  expect(() => readSettings(env)).toThrow(message);
});

test("a passphrase opens Epoch to other machines", () => {
  expect(readSettings({ HOST: "0.0.0.0", EPOCH_PASSPHRASE: "eight888" }).host).toBe("0.0.0.0");
});

test("an inner npm gets none of the outer one's flags, but the way to its registry", () => {
  const env = childEnvironment(
    { A: "1" },
    { npm_config_omit: "dev", npm_lifecycle_event: "start", npm_config_registry: "http://r.test/", PATH: "/bin" },
  );
  expect(Object.keys(env).filter((name) => name.startsWith("npm_"))).toEqual(["npm_config_registry"]);
  expect([env["PATH"], env["A"], env["NEXT_TELEMETRY_DISABLED"]]).toEqual(["/bin", "1", "1"]);
});

test("Node before 20.19 is too old", () => {
  expect(["v18.20.4", "v20.18.3", "v20.19.0", "v22.0.0", "v24.1.0"].map(isTooOld)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
