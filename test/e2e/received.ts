import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { expect } from "./app.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A response with its headers. */
export interface Received {
  what: string;
  body: string;
}

/**
 * Notes all that the browser receives. Static files are compared with the build instead: made before any question was
 * drawn, they can hold nothing of it.
 */
export async function listen(page: Page, received: Received[]): Promise<void> {
  await page.route("**/*", async (route) => {
    const request = route.request();
    const response = await route.fetch({ maxRedirects: 0 });
    const body = await response.body();
    const path = new URL(request.url()).pathname;
    if (path.startsWith("/_next/static/")) {
      expect(body.equals(readFileSync(`${root}.next/static/${path.slice("/_next/static/".length)}`)), path).toBe(true);
    } else {
      const headers = JSON.stringify(response.headers());
      received.push({ what: `${request.method()} ${path}`, body: `${headers}\n${body.toString("utf8")}` });
    }
    await route.fulfill({ response, body });
  });
}

/** Names under which the server keeps what is not for the browser. */
export const MEMBERS =
  /\\?"(solution|malOutcomes|misconception|tolerance|seed|snapshot|correct|rubric|why|definition)\\?":/;
