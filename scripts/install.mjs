import { existsSync, readFileSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { run } from "./child.mjs";
import { Failure } from "./failure.mjs";
import { root } from "./settings.mjs";
import { hashOf, readStamp, stamped } from "./stamp.mjs";

const hidden = join(root, "node_modules", ".package-lock.json");

/** Installs the packages of package-lock.json, development ones included, unless they lie there already. */
export async function install({ say, onStart }) {
  const machine = `${process.platform}-${process.arch}-${process.versions.modules}`;
  const hash = `${machine} ${hashOf(["package-lock.json", ".npmrc"])}`;
  const stamp = existsSync(hidden) ? readStamp("install") : undefined;
  if (stamp === hash) return;
  // Packages that somebody installed by hand are as good, as long as they were installed for this machine.
  if ((stamp === undefined || stamp.startsWith(`${machine} `)) && liesAsLocked()) {
    await stamped("install", hash, () => {});
    return;
  }
  await stamped("install", hash, async () => {
    // npm writes this file last: without it, an install cut short is never taken for a whole one.
    rmSync(hidden, { force: true });
    say("Installing packages (npm ci) …");
    const flags = ["--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
    const { code } = await run([...npm(), "ci", ...flags], { onStart });
    if (code === 0) return;
    say("Warning: npm ci failed; trying npm install, which may choose other versions than the ones tested.");
    const second = await run([...npm(), "install", "--no-save", ...flags], { onStart });
    if (second.code !== 0) {
      throw new Failure(
        "The packages could not be installed; npm says why above. Run the same command again to retry.",
      );
    }
  });
}

// npm's own script rather than its shell wrapper, so that it ends when this process does.
function npm() {
  const folder = dirname(process.execPath);
  const places = [
    process.env.npm_execpath,
    join(folder, "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"),
    join(folder, "node_modules", "npm", "bin", "npm-cli.js"),
  ];
  const script = places.find((place) => place && basename(place) === "npm-cli.js" && existsSync(place));
  return script ? ["node", script] : ["npm"];
}

/** Whether npm has put every required package of the lock into node_modules, at the locked version. */
function liesAsLocked() {
  if (!existsSync(hidden)) return false;
  const { packages: locked } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const { packages: present } = JSON.parse(readFileSync(hidden, "utf8"));
  return Object.entries(locked).every(([path, entry]) => {
    if (path === "" || entry.optional || entry.devOptional || entry.peer) return true;
    return present[path]?.version === entry.version && existsSync(join(root, path, "package.json"));
  });
}
