/** A thin line over the whole page: how much of something is done. */
export function ProgressLine({ label, done, of }: { label: string; done: number; of: number }) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={of}
      aria-valuenow={done}
      className="h-[3px] bg-line"
    >
      <div className="h-full bg-accent" style={{ width: `${(done / of) * 100}%` }} />
    </div>
  );
}
