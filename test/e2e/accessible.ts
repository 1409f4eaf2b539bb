import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "./app.ts";

/**
 * With dark colours only the contrast is another: the rest of the page is the same. axe runs in the page alone, which
 * has no frames; otherwise a second page would be opened for putting the frames' results together.
 */
export async function expectAccessible(page: Page, what: string, colours: "light" | "dark"): Promise<void> {
  expect(page.frames(), `${what} has a frame`).toHaveLength(1);
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
  const { violations, passes } = await (colours === "dark" ? axe.withRules("color-contrast") : axe).analyze();
  expect(passes.length).toBeGreaterThan(0);
  const found = violations.map(
    ({ id, nodes }) => `${what}: ${id} at ${nodes.map(({ target }) => target.join(" ")).join("; ")}`,
  );
  expect(found).toEqual([]);
}

/** What sticks out of the page to the right. */
export async function expectNoSidewaysScroll(page: Page, what: string): Promise<void> {
  const { scroll, width } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    width: document.documentElement.clientWidth,
  }));
  expect(scroll, `${what} is wider than the screen`).toBeLessThanOrEqual(width);
}

/** A page in both colours and on a phone. */
export async function expectFit(page: Page, what: string): Promise<void> {
  for (const colours of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: colours });
    await expectAccessible(page, what, colours);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page, what);
  await page.setViewportSize({ width: 1280, height: 900 });
}
