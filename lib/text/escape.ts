/** A text with every sign escaped that markdown would take for more than itself. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>$~&=:-]/g, "\\$&");
}
