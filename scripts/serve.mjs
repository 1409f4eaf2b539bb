import { createServer } from "node:net";
import { constants } from "node:os";
import { passSignalsOn, start } from "./child.mjs";
import { Failure } from "./failure.mjs";
import { readSettings } from "./settings.mjs";
import { setUp } from "./setup.mjs";

/** Sets the checkout up and serves Epoch until a signal ends it; resolves to the server's exit code. */
export async function main({ developing }) {
  passSignalsOn();
  const settings = readSettings();
  await requireFreePort(settings);
  await setUp({ database: settings, build: !developing });
  // Setting up may have taken minutes.
  await requireFreePort(settings);
  return serve(settings, developing ? "dev" : "start");
}

function serve({ port, host, databaseUrl }, mode) {
  const command = ["node", "node_modules/next/dist/bin/next", mode, "--port", String(port), "--hostname", host];
  const env = {
    NODE_ENV: mode === "dev" ? "development" : "production",
    DATABASE_URL: databaseUrl,
    HOST: host,
    PORT: String(port),
  };
  const server = start(command, { env });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.once("close", (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

// A server whose parent was killed takes a moment to notice, hence the second look.
async function requireFreePort({ port, host }) {
  for (let look = 1; ; look += 1) {
    const error = await errorOfListening(port, host);
    if (!error) return;
    if (error.code !== "EADDRINUSE") {
      throw new Failure(`Cannot listen on ${host}, port ${port}: ${error.message}`, { cause: error });
    }
    if (look === 4) {
      const other = port === 65535 ? 3000 : port + 1;
      throw new Failure(
        `Port ${port} on ${host} is taken. Stop what uses it, or choose another: PORT=${other} npm start`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function errorOfListening(port, host) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", resolve);
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(undefined)));
  });
}
