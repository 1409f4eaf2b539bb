/** A key of the keyboard beside what it does; touch screens don't show it. */
export function Key({ name, onAccent = false }: { name: string; onAccent?: boolean }) {
  const colour = onAccent ? "border-on-accent/40" : "border-line bg-card";
  return (
    <kbd
      aria-hidden
      className={`ml-2 hidden rounded-[5px] border border-b-2 px-1.5 py-px font-mono text-xs sm:inline-block ${colour}`}
    >
      {name}
    </kbd>
  );
}
