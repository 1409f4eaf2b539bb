/** What a request says about who sent it, as its headers have it (null where one is missing). */
export type Sender = { method: string; host: string; origin: string | null; fetchSite: string | null };

/**
 * Whether a request may change anything: it only reads (GET, HEAD), or it comes from a page of this very server.
 * Where the Origin header is missing, the browser must vouch with `Sec-Fetch-Site: same-origin`.
 */
export function mayWrite({ method, host, origin, fetchSite }: Sender): boolean {
  if (method === "GET" || method === "HEAD") return true;
  if (origin === null) return fetchSite === "same-origin";
  const from = parse(origin);
  if (from === null || (from.protocol !== "http:" && from.protocol !== "https:")) return false;
  return parse(`${from.protocol}//${host}`)?.origin === from.origin;
}

function parse(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
