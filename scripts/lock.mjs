import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { stopSignal, Stopped } from "./child.mjs";

const heartbeat = 2_000;
const silence = 60_000;

/**
 * Holds the lock file while `work` runs, first waiting for another holder to finish. A lock is stale when its
 * process and that process's child are gone, or when nobody has touched it for a minute. `work` is given a
 * function that notes the pid of a child, so that an orphan is waited for and not overtaken.
 */
export async function holdLock(file, work, { say = console.log, wait = 250 } = {}) {
  mkdirSync(dirname(file), { recursive: true });
  let told = false;
  while (!take(file)) {
    const holder = read(file);
    if (!holder) continue;
    if (isStale(holder)) {
      clear(file, holder);
      continue;
    }
    if (!told) say(`Waiting for another set-up in this folder (process ${holder.pid}) to finish.`);
    told = true;
    await new Promise((resolve) => setTimeout(resolve, wait));
    if (stopSignal()) throw new Stopped(stopSignal());
  }
  const beat = setInterval(() => utimesSync(file, new Date(), new Date()), heartbeat);
  beat.unref();
  try {
    return await work((child) => write(file, child));
  } finally {
    clearInterval(beat);
    rmSync(file, { force: true });
  }
}

// A hard link appears at once and whole, so nobody reads half a lock.
function take(file) {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, describe());
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  } finally {
    unlinkSync(own);
  }
}

function write(file, child) {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, describe(child));
  renameSync(own, file);
}

function describe(child) {
  return JSON.stringify({ pid: process.pid, child, host: hostname() });
}

function read(file) {
  try {
    const text = readFileSync(file, "utf8");
    return { ...JSON.parse(text), text, touched: statSync(file).mtimeMs };
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

function isStale(holder) {
  if (Date.now() - holder.touched > silence) return true;
  return holder.host === hostname() && !isAlive(holder.pid) && !(holder.child && isAlive(holder.child));
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
  try {
    // A process that has ended keeps its number until somebody collects it.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return true;
  }
}

// Two waiters may both see the same stale lock; the one that moves a fresh lock away puts it back.
function clear(file, holder) {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
    if (readFileSync(aside, "utf8") !== holder.text) linkSync(aside, file);
  } catch (error) {
    if (error.code !== "ENOENT" && error.code !== "EEXIST") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}
