import { setFlagsFromString } from "node:v8";
import { expect, type Page, test } from "@playwright/test";
import { engineFlags } from "#lib/training/child.ts";
import { openSite, type Site, type Way } from "./site.ts";
import { carryOut, type Done, type Work } from "./work.ts";

// Browsers have relaxed SIMD without a flag.
for (const flag of engineFlags()) setFlagsFromString(flag);

// Pieces of any size, so that small work is divided too.
const THREADS = { threads: 2, leastPiece: 1 };

let site: Site;
test.beforeAll(async () => {
  site = await openSite();
});
test.afterAll(() => site.close());

async function open(page: Page, way: Way): Promise<string[]> {
  const complaints: string[] = [];
  page.on("pageerror", ({ message }) => complaints.push(message));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await page.goto(`${site.origin}/${way}/`);
  await expect(page).toHaveTitle("ready");
  return complaints;
}

const inPage = (page: Page, work: Work) => page.evaluate((work) => globalThis.carryOutHere(work), work);
const inWorker = (page: Page, work: Work) => page.evaluate((work) => globalThis.carryOutInWorker(work), work);

/** What has to be the same wherever the same instructions compute it. */
const numbersOf = ({ perceptron, convolutional }: Done) => ({ perceptron, convolutional });

for (const [way, isolated] of [
  ["isolated", true],
  ["shared", false],
] as const) {
  for (const [place, carryOutThere] of [
    ["a page", inPage],
    ["a worker", inWorker],
  ] as const) {
    test(`${place} that is ${isolated ? "" : "not "}isolated computes in WebAssembly, and rightly`, async ({
      page,
    }) => {
      const complaints = await open(page, way);
      const { info, isolated: found, wrong, cases } = await carryOutThere(page, { options: THREADS, cases: 6 });
      expect(info).toMatchObject({ backend: "wasm", simd: true, fma: true });
      expect(info.reason).toBe("WebAssembly with fused multiply-add works here");
      expect(found).toBe(isolated);
      expect(info.threads).toBe(isolated ? 2 : 1);
      expect(info.note).toBe(isolated ? null : "the page is not cross-origin isolated");
      expect(cases).toBeGreaterThan(200);
      expect(wrong).toEqual([]);
      expect(complaints).toEqual([]);
    });

    for (const fma of isolated ? [true, false] : [true]) {
      test(`${place} that is ${isolated ? "" : "not "}isolated takes Node's losses to the last bit, ${fma ? "with" : "without"} fused multiply-add`, async ({
        page,
      }) => {
        await open(page, way);
        const there = await carryOutThere(page, { options: { ...THREADS, fma }, cases: 0 });
        const here = await carryOut({ options: { threads: 1, fma }, cases: 0 });
        expect(there.info.fma).toBe(here.info.fma);
        expect(numbersOf(there)).toEqual(numbersOf(here));
        expect(there.perceptron).toHaveLength(20);
      });
    }
  }
}

for (const [place, carryOutThere] of [
  ["a page", inPage],
  ["a worker", inWorker],
] as const) {
  test(`${place} whose policy forbids WebAssembly computes on the reference, and says why`, async ({ page }) => {
    await open(page, "strict");
    const work = { options: {}, cases: 0 };
    const there = await carryOutThere(page, work);
    expect(there.info).toMatchObject({ backend: "reference", simd: false, fma: false, threads: 1, memory: null });
    expect(there.info.reason).toContain("this runtime does not run the engine's WebAssembly");
    expect(there.info.reason).toContain("Content Security Policy");
    const here = await carryOut({ ...work, options: { prefer: "reference" } });
    // float64 functions such as exp are the browser's own, and may differ from Node's in the last place.
    const rounded = ({ perceptron, convolutional }: Done) => [...perceptron, ...convolutional].map((x) => x.toFixed(9));
    expect(rounded(there)).toEqual(rounded(here));
  });
}
