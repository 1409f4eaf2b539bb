import { Key } from "#app/_ui/key.tsx";
import { CERTAINTIES, type Certainty } from "#lib/grade/verdict.ts";

const WORDS = { 1: "A guess", 2: "Fairly sure", 3: "Sure" };
const KEYS = { 1: "G", 2: "F", 3: "S" };

interface Props {
  chosen: Certainty | null;
  onChoose: (level: Certainty) => void;
  /** The key of each level, where they are others than the drill's. */
  keys?: Readonly<Record<Certainty, string>>;
}

/** How sure one is before checking. Optional: saying nothing is an answer too. */
export function CertaintyChoice({ chosen, onChoose, keys = KEYS }: Props) {
  return (
    <fieldset className="flex basis-full items-center justify-center gap-1 sm:justify-start">
      <legend className="sr-only">How sure are you? You need not say.</legend>
      {CERTAINTIES.map((level) => (
        <button
          key={level}
          type="button"
          aria-pressed={level === chosen}
          onClick={() => onChoose(level)}
          className="min-h-11 cursor-pointer rounded-control px-3 text-sm text-soft hover:text-ink aria-pressed:font-medium aria-pressed:text-accent"
        >
          {level === chosen && <span aria-hidden>✓ </span>}
          {WORDS[level]}
          <Key name={keys[level]} />
        </button>
      ))}
    </fieldset>
  );
}
