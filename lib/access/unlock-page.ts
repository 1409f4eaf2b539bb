/** Where a browser goes once it is unlocked: a path of this server, whatever was asked for. */
export function safeReturn(path: string | null): string {
  return path !== null && /^\/(?![/\\])[\x21-\x7e]*$/.test(path) && !path.includes("\\") ? path : "/";
}

/** The page that asks for the passphrase: no scripts, one style element with the request's nonce. */
export function unlockPage({ nonce, back, message }: { nonce: string; back: string; message?: string }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Unlock Epoch</title>
<style nonce="${escape(nonce)}">
:root { color-scheme: light dark; font: 1.125rem/1.5 system-ui, sans-serif; }
body { display: grid; place-content: center; min-height: 100dvh; margin: 0; padding: 1rem; box-sizing: border-box; }
form { display: grid; gap: 0.75rem; width: min(22rem, 90vw); }
input, button { font: inherit; padding: 0.5rem 0.75rem; }
</style>
</head>
<body>
<main>
<h1>Epoch</h1>
<form method="post" action="/unlock">
<input type="hidden" name="back" value="${escape(back)}">
<label for="passphrase">Passphrase</label>
<input id="passphrase" name="passphrase" type="password" autocomplete="current-password" required autofocus${message ? ' aria-describedby="message"' : ""}>
${message ? `<p id="message" role="alert">${escape(message)}</p>\n` : ""}<button>Unlock</button>
</form>
</main>
</body>
</html>
`;
}

function escape(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}
