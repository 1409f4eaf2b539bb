import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { test as base, expect, type LaunchOptions } from "@playwright/test";
import { referenceBackend } from "#engine/index.ts";
import { CASES, kernelNames } from "../backend/conformance.ts";
import { trainConvolutional, trainPerceptron } from "../backend/training.ts";
import { bundle } from "./bundle.ts";

// Chromium's software GPU, which it has everywhere but does not offer to pages unasked.
const test = base.extend<object, { launchOptions: LaunchOptions }>({
  launchOptions: [
    async ({ launchOptions }, use) =>
      use({ ...launchOptions, args: [...(launchOptions.args ?? []), "--enable-unsafe-webgpu"] }),
    { scope: "worker" },
  ],
});

test.setTimeout(300_000);

let server: Server;
let origin: string;
test.beforeAll(async () => {
  const files = await bundle({ page: "test/browser/gpu-page.ts", worker: "test/browser/gpu-worker.ts" });
  server = createServer((request, response) => {
    const name = (request.url ?? "/").slice(1);
    const script = files.get(name);
    if (name === "") {
      response.writeHead(200, { "content-type": "text/html" });
      response.end('<!doctype html><title>gpu</title><script type="module" src="page.js"></script>');
    } else if (script === undefined) {
      response.writeHead(404).end();
    } else {
      response.writeHead(200, { "content-type": "text/javascript" }).end(script);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
test.afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

for (const [place, run] of [
  ["a page", "gpuHere"],
  ["a worker", "gpuInWorker"],
] as const) {
  test(`${place} computes on WebGPU as the reference does`, async ({ page }) => {
    await page.goto(origin);
    await expect(page).toHaveTitle("ready");
    const { vendor, wrong, compared, ...losses } = await page.evaluate(({ run, cases }) => globalThis[run]({ cases }), {
      run,
      cases: CASES,
    });
    expect(vendor).not.toBe("");
    expect(compared).toBe(kernelNames.length * CASES);
    expect(wrong).toEqual([]);
    for (const [name, train] of [
      ["perceptron", trainPerceptron],
      ["convolutional", trainConvolutional],
    ] as const) {
      const wanted = await train(referenceBackend);
      const apart = losses[name].map((loss, i) => Math.abs(loss - wanted[i]) / wanted[i]);
      expect(apart).toHaveLength(20);
      expect(Math.max(...apart)).toBeLessThan(1e-4);
    }
  });
}
