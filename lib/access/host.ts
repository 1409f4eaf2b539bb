const loopbackNames = ["localhost", "127.0.0.1", "[::1]"];

/** Whether only this machine can reach a server bound to `host`. */
export function isLoopback(host: string): boolean {
  return host === "::1" || loopbackNames.includes(host) || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Where the server listens, and which other names it answers to. */
export type Reach = { host: string; port: number; allowedHosts: readonly string[] };

/** Splits `EPOCH_ALLOWED_HOSTS` at commas and blanks; an entry is `name` or `name:port`. */
export function parseAllowedHosts(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== "");
}

/**
 * Whether a request's Host header names this server. A page of a stranger whose name was made to resolve to this
 * machine (DNS rebinding) carries its own name here and is turned away. An address, unlike a name, can't be rebound,
 * so a server that other machines may reach answers to any address at its port.
 */
export function isAllowedHost(header: string | null, reach: Reach): boolean {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?$/.exec(header?.toLowerCase() ?? "");
  const name = match?.[1];
  if (name === undefined) return false;
  const port = match?.[2] === undefined ? 80 : Number(match[2]);
  if (reach.allowedHosts.includes(name) || reach.allowedHosts.includes(`${name}:${port}`)) return true;
  if (port !== reach.port) return false;
  if (loopbackNames.includes(name)) return true;
  if (isLoopback(reach.host)) return name === reach.host;
  return name === reach.host.toLowerCase() || isAddress(name);
}

function isAddress(name: string): boolean {
  return name.startsWith("[") || /^\d{1,3}(\.\d{1,3}){3}$/.test(name);
}
