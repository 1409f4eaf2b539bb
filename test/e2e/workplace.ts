import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { expect, open } from "./app.ts";
import type { Database } from "./database.ts";

const content = fileURLToPath(new URL("../../content/", import.meta.url));

/** A file of a challenge's folder. */
export function fileOf(folder: string, name: string): string {
  return readFileSync(`${content}${folder}/${name}`, "utf8");
}

export const SOFTMAX = "activations/challenges/softmax";

/** Softmax without the maximum taken off first. */
export const OVERFLOWS = fileOf(SOFTMAX, "solution.py").replace(
  "shifted = logits - logits.max(axis=1, keepdims=True)",
  "shifted = logits",
);

/** Makes a challenge one that was never begun. */
export async function forget(database: Database, slug: string): Promise<void> {
  for (const table of ["ChallengeWork", "ChallengeDraft", "Submission"]) {
    await database.all(`DELETE FROM ${table} WHERE challengeId = ?`, [slug]);
  }
  // The log stays: a card without one is gone at its next folding.
  await database.all("DELETE FROM Card WHERE itemId = ?", [`challenge/${slug}`]);
  await database.all("UPDATE Settings SET challengeLanguage = 'python'");
}

/** Makes a challenge due that was counted today. */
export async function makeDue(database: Database, slug: string): Promise<void> {
  await database.all("UPDATE Card SET lastReviewDay = lastReviewDay - scheduledDays WHERE itemId = ?", [
    `challenge/${slug}`,
  ]);
}

/** Opens a challenge as one that was never begun, and waits for its editor. */
export async function openFresh(page: Page, database: Database, slug = "softmax"): Promise<void> {
  await forget(database, slug);
  await openChallenge(page, slug);
}

export async function openChallenge(page: Page, slug = "softmax"): Promise<void> {
  await open(page, `/challenges/${slug}`);
  await expect(editor(page)).toBeVisible();
}

export const editor = (page: Page) => page.getByRole("textbox", { name: /^Your program in/ });
export const verdict = (page: Page) => page.getByRole("region", { name: "Verdict" });
export const headline = (page: Page) => verdict(page).getByRole("heading", { level: 2 });

/** The whole text in the editor; it must fit the editor's height, below which lines are not there. */
export async function textIn(page: Page): Promise<string> {
  const lines = await editor(page).locator(".cm-line").allInnerTexts();
  return lines.map((line) => line.replace(/\n$/, "")).join("\n");
}

/** Replaces the whole text as a person at the keyboard would paste it. */
export async function write(page: Page, text: string): Promise<void> {
  await editor(page).focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
}

/** Waits until the server has the text. */
export async function saved(page: Page): Promise<void> {
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
}
