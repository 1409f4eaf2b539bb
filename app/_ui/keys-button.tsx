/** Shows the keys that a page knows; a phone has none. */
export function KeysButton({ onClick }: { onClick: () => void }) {
  return (
    <button
      type="button"
      onClick={onClick}
      aria-label="Keys"
      className="ml-3 hidden min-w-6 cursor-pointer rounded-[5px] border border-b-2 border-line bg-card px-1.5 font-mono text-xs sm:inline-block"
    >
      ?
    </button>
  );
}
