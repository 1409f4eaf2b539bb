import { parseNumber } from "#lib/grade/parse-number.ts";
import { RichSpan } from "#app/_ui/rich-text.tsx";

interface Props {
  label: string;
  decides: string;
  text: string;
  onChange: (text: string) => void;
  locked: boolean;
}

/** One number, with how it is read while it is typed. */
export function NumericInput({ label, decides, text, onChange, locked }: Props) {
  const whole = decides.startsWith("a whole");
  const parsed = text.trim() === "" ? null : parseNumber(text, { whole });
  const reading = parsed === null ? null : "outcome" in parsed ? parsed.message : `read as ${parsed.read}`;
  return (
    <div className="mt-7">
      <label className="flex flex-wrap items-center gap-3 font-serif text-xl">
        <span className="sr-only">Your answer:</span>
        <RichSpan html={label} />
        <span aria-hidden className="katex">
          =
        </span>
        <input
          autoFocus
          inputMode="text"
          autoComplete="off"
          spellCheck={false}
          readOnly={locked}
          value={text}
          onChange={(event) => onChange(event.target.value)}
          aria-describedby="reading"
          className="w-56 max-w-full rounded-control border-2 border-line bg-card px-4 py-3 font-mono outline-none focus:border-accent"
        />
      </label>
      <p id="reading" className="mt-2 text-sm text-soft">
        {[reading, decides].filter(Boolean).join(" · ")}
      </p>
    </div>
  );
}
