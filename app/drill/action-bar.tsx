import { PageLink } from "#app/_ui/page-link.tsx";
import { PrimaryButton, QuietButton } from "#app/_ui/button.tsx";

interface Props {
  busy: boolean;
  primary: string;
  onPrimary: () => void;
  /** Null where there is no hint to give. */
  onHint: (() => void) | null;
  /** Null where a guess can't be called one. */
  onGuess: (() => void) | null;
  guessed: boolean;
  onGiveUp: (() => void) | null;
  onUndo: () => void;
}

/** The actions, in the same place before and after marking. */
export function ActionBar({ busy, primary, onPrimary, onHint, onGuess, guessed, onGiveUp, onUndo }: Props) {
  return (
    <footer className="fixed inset-x-0 bottom-0 border-t border-line bg-paper">
      <div className="mx-auto flex max-w-[1072px] flex-wrap items-center gap-x-1 px-4 py-2.5 pb-[max(0.625rem,env(safe-area-inset-bottom))]">
        <PrimaryButton
          onClick={onPrimary}
          aria-disabled={busy}
          hint="Enter"
          className="grow basis-full sm:min-w-36 sm:grow-0 sm:basis-auto"
        >
          {primary}
        </PrimaryButton>
        {onHint && (
          <QuietButton onClick={onHint} hint="H">
            Hint
          </QuietButton>
        )}
        {onGuess && (
          <QuietButton onClick={onGuess} hint="G" aria-pressed={guessed} className="aria-pressed:text-accent">
            {guessed ? "✓ A guess" : "A guess"}
          </QuietButton>
        )}
        {onGiveUp && (
          <QuietButton onClick={onGiveUp} hint="X">
            I don’t know
          </QuietButton>
        )}
        <QuietButton onClick={onUndo} hint="U">
          Undo
        </QuietButton>
        <PageLink href="/drill/done" className="ml-auto hidden px-3 py-2.5 text-soft hover:text-ink sm:block">
          Stop here
        </PageLink>
      </div>
    </footer>
  );
}
