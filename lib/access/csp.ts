const shared = {
  "default-src": ["'self'"],
  "img-src": ["'self'", "data:", "blob:"],
  "font-src": ["'self'"],
  "worker-src": ["'self'", "blob:"],
  "object-src": ["'none'"],
  "base-uri": ["'none'"],
  "form-action": ["'self'"],
  "frame-ancestors": ["'none'"],
};

/**
 * The Content-Security-Policy of a page. Scripts run only with the request's nonce (base64) or when a script that
 * has it loads them; WebAssembly may compile, `eval` may not. Style attributes are open because KaTeX places its
 * boxes with them; style elements are not.
 *
 * The development server evaluates code to rebuild stacks, injects style elements without a nonce and speaks over
 * a WebSocket on its own `host`, so `development` opens just these.
 */
export function pagePolicy({ nonce, development }: { nonce: string; development?: { host: string } }): string {
  const script = ["'self'", `'nonce-${nonce}'`, "'strict-dynamic'", "'wasm-unsafe-eval'"];
  return format({
    ...shared,
    "script-src": development ? [...script, "'unsafe-eval'"] : script,
    "style-src": ["'self'", development ? "'unsafe-inline'" : `'nonce-${nonce}'`],
    "style-src-attr": ["'unsafe-inline'"],
    "connect-src": development ? ["'self'", `ws://${development.host}`] : ["'self'"],
  });
}

/** The policy of static files. It binds workers, whose policy is that of their script and not of the page. */
export function filePolicy({ development = false }: { development?: boolean } = {}): string {
  const script = ["'self'", "'wasm-unsafe-eval'"];
  return format({
    ...shared,
    "script-src": development ? [...script, "'unsafe-eval'"] : script,
    "connect-src": ["'self'"],
  });
}

function format(directives: Record<string, string[]>): string {
  return Object.entries(directives)
    .map(([name, values]) => `${name} ${values.join(" ")}`)
    .join("; ");
}
