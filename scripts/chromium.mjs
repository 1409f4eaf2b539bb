import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { run } from "./child.mjs";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome.exe", "msedge.exe"];

/** The path of a Chromium on this machine: `CHROMIUM_PATH`, Playwright's own, then one on PATH; else undefined. */
export async function findChromium(env = process.env) {
  if (env.CHROMIUM_PATH) return env.CHROMIUM_PATH;
  const { chromium } = await import("@playwright/test");
  const own = chromium.executablePath();
  if (own && existsSync(own)) return own;
  const folders = (env.PATH ?? "").split(delimiter).filter(Boolean);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable);
}

/** Finds a Chromium or installs one: by Playwright, else, as root on Debian, by apt-get. Undefined if neither can. */
export async function provideChromium({ say = console.log } = {}) {
  const found = await findChromium();
  if (found) return found;
  say("Installing Chromium for the browser tests …");
  const ways = [[["node", "node_modules/playwright/cli.js", "install", "chromium"]]];
  if (process.getuid?.() === 0) {
    ways.push([
      ["apt-get", "update"],
      ["apt-get", "install", "-y", "--no-install-recommends", "chromium"],
    ]);
  }
  for (const commands of ways) {
    const complaint = await tryAll(commands);
    const installed = complaint === undefined ? await findChromium() : undefined;
    if (installed) return installed;
    if (complaint) say(complaint);
  }
  return undefined;
}

/** Runs the commands in turn; what the first failing one printed last, or undefined. */
async function tryAll(commands) {
  for (const command of commands) {
    const label = command.filter((part) => part !== "node").join(" ");
    try {
      const env = { DEBIAN_FRONTEND: "noninteractive" };
      const { code, text } = await run(command, { output: "keep", timeout: 300_000, env });
      if (code !== 0) return `${label} failed: ${text.trim().split("\n").at(-1)}`;
    } catch (error) {
      return `${label} failed: ${error.message}`;
    }
  }
  return undefined;
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
