import { expect, test } from "vitest";
import { filePolicy, pagePolicy } from "#lib/access/csp.ts";

function directives(policy: string): Record<string, string> {
  return Object.fromEntries(policy.split("; ").map((part) => [part.split(" ")[0], part.split(" ").slice(1).join(" ")]));
}

test("a page runs scripts with its nonce and WebAssembly, and nothing evaluates text", () => {
  expect(directives(pagePolicy({ nonce: "bm9uY2U=" }))).toEqual({
    "default-src": "'self'",
    "script-src": "'self' 'nonce-bm9uY2U=' 'strict-dynamic' 'wasm-unsafe-eval'",
    "style-src": "'self' 'nonce-bm9uY2U='",
    "style-src-attr": "'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
  });
});

test("the development server gets evaluation, style elements and its own socket, and nothing else", () => {
  const usual = directives(pagePolicy({ nonce: "n" }));
  expect(directives(pagePolicy({ nonce: "n", development: { host: "localhost:3000" } }))).toEqual({
    ...usual,
    "script-src": `${usual["script-src"]} 'unsafe-eval'`,
    "style-src": "'self' 'unsafe-inline'",
    "connect-src": "'self' ws://localhost:3000",
  });
});

test("a worker may load its own parts and talk to its own server only", () => {
  const policy = directives(filePolicy());
  expect(policy["script-src"]).toBe("'self' 'wasm-unsafe-eval'");
  expect(policy["connect-src"]).toBe("'self'");
  expect(policy["default-src"]).toBe("'self'");
});
