import { describe, expect, test } from "vitest";
import { isAllowedHost, isLoopback, parseAllowedHosts } from "#lib/access/host.ts";

describe("a server bound to loopback", () => {
  const reach = { host: "127.0.0.1", port: 3000, allowedHosts: parseAllowedHosts("epoch.example, desk.lan:8443") };
  test.each([
    "localhost:3000",
    "LOCALHOST:3000",
    "127.0.0.1:3000",
    "[::1]:3000",
    "epoch.example",
    "epoch.example:81",
    "desk.lan:8443",
  ])("answers to %s", (header) => expect(isAllowedHost(header, reach)).toBe(true));
  test.each([
    null,
    "",
    "localhost",
    "localhost:3001",
    "evil.test:3000",
    "localhost.evil.test:3000",
    "192.168.1.7:3000",
    "desk.lan:3000",
    "localhost:3000@evil.test",
    "localhost:3000, evil.test",
    "[::2]:3000",
  ])("turns %s away", (header) => expect(isAllowedHost(header, reach)).toBe(false));
});

test("a server open to other machines answers to any address at its port, and to no name", () => {
  const reach = { host: "0.0.0.0", port: 3000, allowedHosts: [] };
  expect(isAllowedHost("192.168.1.7:3000", reach)).toBe(true);
  expect(isAllowedHost("[fe80::1]:3000", reach)).toBe(true);
  expect(isAllowedHost("192.168.1.7:3001", reach)).toBe(false);
  expect(isAllowedHost("evil.test:3000", reach)).toBe(false);
});

test("a Host header without a port means port 80", () => {
  expect(isAllowedHost("localhost", { host: "127.0.0.1", port: 80, allowedHosts: [] })).toBe(true);
});

test("only the machine's own addresses are loopback", () => {
  expect(["localhost", "127.0.0.1", "127.8.8.8", "::1", "[::1]"].filter(isLoopback)).toHaveLength(5);
  expect(["0.0.0.0", "::", "192.168.1.7", "127.evil.test", "1127.0.0.1"].filter(isLoopback)).toEqual([]);
});
