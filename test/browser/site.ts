import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { filePolicy, pagePolicy } from "#lib/access/csp.ts";
import { bundle } from "./bundle.ts";

/** How a page is served: with the app's policy, isolated as the app's pages are or not, or forbidding WebAssembly. */
export const WAYS = ["isolated", "shared", "strict"] as const;
export type Way = (typeof WAYS)[number];

export interface Site {
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves the engine's test page under `/isolated/`, `/shared/` and `/strict/`. */
export async function openSite(): Promise<Site> {
  const files = await bundle({ page: "test/browser/page.ts", worker: "test/browser/worker.ts" });
  const server = createServer((request, response) => {
    const [, way = "", name = ""] = (request.url ?? "/").split("/");
    const nonce = randomBytes(16).toString("base64");
    const script = files.get(name);
    const headers = headersOf(way as Way, name === "" ? pagePolicy({ nonce }) : filePolicy());
    if (name === "") {
      response.writeHead(200, { ...headers, "content-type": "text/html" });
      response.end(
        `<!doctype html><title>engine</title><script type="module" nonce="${nonce}" src="page.js"></script>`,
      );
    } else if (script === undefined) {
      response.writeHead(404).end();
    } else {
      response.writeHead(200, { ...headers, "content-type": "text/javascript" }).end(script);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function headersOf(way: Way, policy: string): Record<string, string> {
  const isolation = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
  };
  return {
    "content-security-policy": way === "strict" ? policy.replace(" 'wasm-unsafe-eval'", "") : policy,
    ...(way === "isolated" ? isolation : {}),
  };
}
