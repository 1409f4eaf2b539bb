/** Plain text in which what stands between backticks is code. */
export function Ticked({ text }: { text: string }) {
  return text.split("`").map((part, i, all) => {
    const key = `${i} ${part}`;
    if (i % 2 === 0) return <span key={key}>{part}</span>;
    if (i === all.length - 1) return <span key={key}>`{part}</span>;
    return (
      <code key={key} className="font-mono text-[0.9em]">
        {part}
      </code>
    );
  });
}
