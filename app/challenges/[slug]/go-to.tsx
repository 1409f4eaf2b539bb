/** A way to a line of the program. */
export function GoTo({ line, goTo }: { line: number; goTo: (line: number) => void }) {
  return (
    <button
      type="button"
      className="ml-2 min-h-11 cursor-pointer text-accent underline underline-offset-2"
      onClick={() => goTo(line)}
    >
      Go to line {line}
    </button>
  );
}
