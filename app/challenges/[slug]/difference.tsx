import { diffLines } from "diff";

interface Line {
  sign: "+" | "−" | " ";
  text: string;
}

/** Unchanged lines kept on either side of a change. */
const KEPT = 3;

/** The lines that were taken out and put in between two texts. */
export function Difference({ older, newer }: { older: string; newer: string }) {
  const lines = linesOf(older, newer);
  if (lines.every(({ sign }) => sign === " ")) return <p className="mt-2 text-soft">Nothing: they are the same.</p>;
  return (
    <pre className="code-block mt-2 max-h-96 overflow-y-auto">
      <code>
        {shownOf(lines).map((line, i) => (
          // oxlint-disable-next-line react/no-array-index-key
          <Row key={i} line={line} />
        ))}
      </code>
    </pre>
  );
}

function Row({ line }: { line: Line | null }) {
  if (line === null) return <span className="block text-soft">⋯</span>;
  const { sign, text } = line;
  const shown = `${sign} ${text}`;
  if (sign === "+") return <ins className="block bg-correct-bg text-correct no-underline">{shown}</ins>;
  if (sign === "−") return <del className="block bg-wrong-bg text-wrong no-underline">{shown}</del>;
  return <span className="block">{shown}</span>;
}

function linesOf(older: string, newer: string): Line[] {
  return diffLines(older, newer).flatMap(({ value, added, removed }) =>
    value
      .replace(/\n$/, "")
      .split("\n")
      .map((text): Line => ({ sign: added ? "+" : removed ? "−" : " ", text })),
  );
}

/** The lines near a change; null stands for those left out. */
function shownOf(lines: readonly Line[]): (Line | null)[] {
  const near = lines.map((_, i) => lines.slice(Math.max(0, i - KEPT), i + KEPT + 1).some(({ sign }) => sign !== " "));
  return lines.flatMap((line, i) => {
    if (near[i]) return [line];
    return i === 0 || near[i - 1] ? [null] : [];
  });
}
