import { QuietButton } from "#app/_ui/button.tsx";
import { LANGUAGES } from "#lib/challenge/language.ts";
import { LANGUAGE_NAMES } from "../words.ts";
import type { WorkplaceState } from "./use-workplace.ts";

const SAVING = {
  saved: "Saved",
  saving: "Saving …",
  unsent: "Kept in this browser; the server does not answer",
  refused: "Kept in this browser; too long for the server",
} as const;

interface Props {
  place: Pick<WorkplaceState, "language" | "choose" | "reset" | "vim" | "toggleVim" | "editor">;
  /** Null where it is said elsewhere. */
  saving: WorkplaceState["saving"] | null;
  /** Null where no submissions are to be seen. */
  onHistory: (() => void) | null;
  onKeys: () => void;
}

/** What is done to the text: its language, going back, what a keyboard without Tab needs. */
export function EditorBar({ place, saving, onHistory, onKeys }: Props) {
  const { language, vim, editor } = place;
  return (
    <div className="flex flex-wrap items-center gap-x-1">
      <fieldset className="flex rounded-control border border-line">
        <legend className="sr-only">Language</legend>
        {LANGUAGES.map((one) => (
          <label
            key={one}
            className={`min-h-11 cursor-pointer rounded-control px-3 py-2.5 has-focus-visible:outline-2 has-focus-visible:outline-accent ${one === language ? "bg-card font-medium text-ink" : "text-soft"}`}
          >
            <input
              type="radio"
              name="language"
              value={one}
              checked={one === language}
              onChange={() => place.choose(one)}
              className="sr-only"
            />
            {one === language && <span aria-hidden>✓ </span>}
            {LANGUAGE_NAMES[one]}
          </label>
        ))}
      </fieldset>
      <QuietButton onClick={place.reset}>Reset</QuietButton>
      {onHistory && <QuietButton onClick={onHistory}>History</QuietButton>}
      <QuietButton aria-pressed={vim} onClick={place.toggleVim}>
        {vim ? "✓ Vim" : "Vim"}
      </QuietButton>
      <QuietButton className="pointer-coarse:hidden" onClick={onKeys}>
        Keys
      </QuietButton>
      <div className="hidden pointer-coarse:flex">
        <QuietButton onClick={() => editor.current?.undo()}>Undo</QuietButton>
        <QuietButton onClick={() => editor.current?.redo()}>Redo</QuietButton>
        <QuietButton aria-label="Indent" onClick={() => editor.current?.indent()}>
          ⇥
        </QuietButton>
        <QuietButton aria-label="Outdent" onClick={() => editor.current?.outdent()}>
          ⇤
        </QuietButton>
      </div>
      {saving && <span className="ml-auto text-sm text-soft">{SAVING[saving]}</span>}
    </div>
  );
}
