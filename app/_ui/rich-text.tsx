/** Markup that the server made from markdown, or KaTeX from a formula being typed. */
export type Html = string;

/** HTML that the server made from markdown (lib/text/markdown.ts lets no raw HTML through). */
export function RichText({ html, className = "prose" }: { html: Html; className?: string }) {
  return <div className={className} dangerouslySetInnerHTML={{ __html: html }} />;
}

/** The same within a line. */
export function RichSpan({ html, className }: { html: Html; className?: string }) {
  return <span className={className} dangerouslySetInnerHTML={{ __html: html }} />;
}
