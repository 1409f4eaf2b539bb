import { type NextRequest, NextResponse } from "next/server";
import { filePolicy, pagePolicy } from "#lib/access/csp.ts";
import { isAllowedHost, isLoopback, parseAllowedHosts } from "#lib/access/host.ts";
import { mayWrite } from "#lib/access/origin.ts";
import { deriveKey, isPassphrase, isSigned, signCookie } from "#lib/access/passphrase.ts";
import { createTryLimit } from "#lib/access/try-limit.ts";
import { safeReturn, unlockPage } from "#lib/access/unlock-page.ts";

const cookieName = "epoch-unlock";
// Browsers keep a cookie for 400 days at the most.
const cookieSeconds = 400 * 24 * 60 * 60;
const wrongTryDelay = 1_000;
const tries = createTryLimit({ limit: 10, window: 10 * 60_000 });
const keys = new Map<string, Buffer>();

/**
 * What every request passes before any page sees it: the Host header must name this server, a write must come from
 * its own pages, and where a passphrase is set the browser must have given it once. Pages get their policy here,
 * because its nonce is new for each request.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { method, headers, nextUrl } = request;
  const header = headers.get("host");
  const host = process.env["HOST"] || "127.0.0.1";
  const port = Number(process.env["PORT"] || 3000);
  const allowedHosts = parseAllowedHosts(process.env["EPOCH_ALLOWED_HOSTS"] ?? "");
  if (header === null || !isAllowedHost(header, { host, port, allowedHosts })) {
    return plain(421, "Epoch does not answer to this host name. EPOCH_ALLOWED_HOSTS can allow it.");
  }
  if (!mayWrite({ method, host: header, origin: headers.get("origin"), fetchSite: headers.get("sec-fetch-site") })) {
    return plain(403, "Epoch takes changes from its own pages only.");
  }

  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const passphrase = process.env["EPOCH_PASSPHRASE"] ?? "";
  if (passphrase === "" && !isLoopback(host)) {
    return plain(503, "Epoch is open to other machines but has no EPOCH_PASSPHRASE.");
  }
  if (passphrase !== "") {
    if (nextUrl.pathname === "/unlock") return unlock(request, passphrase, nonce);
    if (!isSigned(keyOf(passphrase), request.cookies.get(cookieName)?.value)) return locked(request);
  }

  const development = process.env.NODE_ENV === "development";
  if (nextUrl.pathname.startsWith("/_next/static/")) {
    const response = NextResponse.next();
    response.headers.set("Content-Security-Policy", filePolicy({ development }));
    return response;
  }
  const policy = pagePolicy({ nonce, ...(development ? { development: { host: header } } : {}) });
  const forwarded = new Headers(headers);
  forwarded.set("x-nonce", nonce);
  forwarded.set("Content-Security-Policy", policy);
  const response = NextResponse.next({ request: { headers: forwarded } });
  response.headers.set("Content-Security-Policy", policy);
  return response;
}

function locked(request: NextRequest): NextResponse {
  const page = request.method === "GET" && (request.headers.get("accept") ?? "").includes("text/html");
  if (!page) return plain(401, "Epoch is locked. Open it in a browser and give the passphrase.");
  const asked = `${request.nextUrl.pathname}${request.nextUrl.search}`;
  return redirect(request, `/unlock?back=${encodeURIComponent(asked)}`);
}

async function unlock(request: NextRequest, passphrase: string, nonce: string): Promise<NextResponse> {
  if (request.method !== "POST") {
    return page(200, nonce, { back: safeReturn(request.nextUrl.searchParams.get("back")) });
  }
  const size = Number(request.headers.get("content-length") ?? Number.NaN);
  if (!(size <= 8_192)) return plain(413, "That is no passphrase form.");
  let form: FormData;
  try {
    form = await request.formData();
  } catch {
    return plain(400, "That is no passphrase form.");
  }
  const back = safeReturn(textOf(form, "back"));
  const wait = tries.take(Date.now());
  if (wait > 0) {
    const minutes = Math.ceil(wait / 60);
    const message = `Too many wrong tries. Try again in ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`;
    return page(429, nonce, { back, message }, { "Retry-After": String(wait) });
  }
  if (!isPassphrase(textOf(form, "passphrase") ?? "", passphrase)) {
    await new Promise((resolve) => setTimeout(resolve, wrongTryDelay));
    return page(403, nonce, { back, message: "That is not the passphrase." });
  }
  tries.clear();
  const response = redirect(request, back);
  response.cookies.set(cookieName, signCookie(keyOf(passphrase), crypto.getRandomValues(new Uint8Array(16))), {
    httpOnly: true,
    sameSite: "strict",
    secure: request.headers.get("origin")?.startsWith("https:") ?? false,
    path: "/",
    maxAge: cookieSeconds,
  });
  return response;
}

function textOf(form: FormData, name: string): string | null {
  const value = form.get(name);
  return typeof value === "string" ? value : null;
}

function keyOf(passphrase: string): Buffer {
  const known = keys.get(passphrase);
  if (known) return known;
  const key = deriveKey(passphrase);
  keys.set(passphrase, key);
  return key;
}

function plain(status: number, line: string): NextResponse {
  return new NextResponse(`${line}\n`, { status, headers: { "Content-Type": "text/plain; charset=utf-8" } });
}

function page(
  status: number,
  nonce: string,
  content: { back: string; message?: string },
  headers: Record<string, string> = {},
): NextResponse {
  return new NextResponse(unlockPage({ nonce, ...content }), {
    status,
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": pagePolicy({ nonce }),
      "Cache-Control": "no-store",
      ...headers,
    },
  });
}

// Next wants a whole address here and sends the path alone, so that it holds behind a tunnel or a proxy too.
function redirect(request: NextRequest, path: string): NextResponse {
  const response = NextResponse.redirect(new URL(path, request.url), 303);
  response.headers.set("Cache-Control", "no-store");
  return response;
}
