import { pathToFileURL } from "node:url";

const needed = [20, 19];

/** Whether a version such as "v20.20.2" is too old for Epoch. */
export function isTooOld(version) {
  const [major, minor] = version.replace(/^v/, "").split(".").map(Number);
  return major < needed[0] || (major === needed[0] && minor < needed[1]);
}

/** Ends the process with one line when Node is too old to run anything else here. */
export function requireNode() {
  if (!isTooOld(process.version)) return;
  console.error(`Epoch needs Node ${needed.join(".")} or newer (24 is a good choice); this is ${process.version}.`);
  process.exit(1);
}

/** Whether the module at `url` is the one Node was asked to run. */
export function isMain(url) {
  return Boolean(process.argv[1]) && pathToFileURL(process.argv[1]).href === url;
}
