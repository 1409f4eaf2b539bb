/** What a program printed, if it printed anything. */
export function Printed({ text, opening }: { text: string; opening: string }) {
  if (text.trim() === "") return null;
  return (
    <div className="mt-3">
      <p className="text-sm text-soft">{opening}</p>
      <pre className="code-block mt-1 max-h-60 overflow-y-auto">
        <code>{text.trimEnd()}</code>
      </pre>
    </div>
  );
}
