import "server-only";
import { readFileSync } from "node:fs";
import { uptime } from "node:os";
import type { ClockReading } from "#lib/exam/exam-clock.ts";

/** What the server's clocks say now. */
export function readClock(): ClockReading {
  boot ??= { id: readBoot() };
  return { now: new Date(), uptime: uptime(), boot: boot.id };
}

let boot: { id: string | null } | undefined;

/** Linux names each start of the machine; elsewhere the uptime itself tells that one was begun anew. */
function readBoot(): string | null {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return null;
  }
}
