import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { PrimaryButton } from "#app/_ui/button.tsx";
import { RichText } from "#app/_ui/rich-text.tsx";
import type { EditorHandle } from "#app/challenges/[slug]/code-editor.tsx";
import { EditorBar } from "#app/challenges/[slug]/editor-bar.tsx";
import { EditorBox } from "#app/challenges/[slug]/editor-box.tsx";
import { useSwitch } from "#app/challenges/[slug]/local.ts";
import { Panels } from "#app/challenges/[slug]/panels.tsx";
import { RunButton } from "#app/challenges/[slug]/run-button.tsx";
import { RunOutcome } from "#app/challenges/[slug]/run-outcome.tsx";
import { goingInWords } from "#app/challenges/[slug]/run-words.ts";
import { useRun } from "#app/challenges/[slug]/use-run.ts";
import { useShortcuts } from "#app/challenges/[slug]/use-shortcuts.ts";
import type { Panel } from "#app/challenges/[slug]/use-workplace.ts";
import { LANGUAGES, type Language } from "#lib/challenge/language.ts";
import type { ProgramAnswer } from "#lib/exam/program-answer.ts";
import type { ProgramView } from "../view.ts";
import type { Sitting } from "./use-sitting.ts";

interface Props {
  exam: string;
  program: ProgramView;
  sitting: Sitting;
  children: ReactNode;
}

/** A challenge of an exam: its task and an editor, whose text can be run by the visible cases; no help of any kind. */
export function ProgramPlace({ exam, program, sitting, children }: Props) {
  const place = useProgram(exam, program, sitting);
  const { running, isGoing, language } = place;
  return (
    <main className="mx-auto max-w-[1440px] px-4 pt-3 pb-56 sm:pb-40">
      <h2 className="font-serif text-3xl font-semibold tracking-tight">{program.title}</h2>
      <p className="mt-1 text-sm text-soft">Challenge · about {program.minutes} min</p>
      {children}
      <Panels
        shown={place.panel}
        onShow={place.show}
        task={<RichText html={program.task} className="prose prose-small" />}
        code={
          <>
            <EditorBar place={place} saving={null} onHistory={null} onKeys={() => sitting.show("keys")} />
            <EditorBox
              before={place.editing ? null : place.text}
              language={language}
              textOf={place.textOf}
              vim={place.vim}
              onChange={place.typed}
              onReady={place.onReady}
            />
            <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1">
              <RunButton place={place} />
              <p className="text-sm text-soft">
                {running && isGoing
                  ? goingInWords(running)
                  : "What stands here at the end is judged, in the language chosen, by hidden cases as well."}
              </p>
            </div>
          </>
        }
        result={
          <RunOutcome place={place} empty="Run calls your program with the visible cases and says what comes out.">
            {(verdict, stale) =>
              verdict.kind === "visible-passed" &&
              !stale && (
                <PrimaryButton className="mt-4" onClick={sitting.next}>
                  Go on
                </PrimaryButton>
              )
            }
          </RunOutcome>
        }
      />
    </main>
  );
}

/** The program that is written: what the exam's keeper has of it, an editor, and runs. */
function useProgram(exam: string, { challenge, starters, language: usual }: ProgramView, sitting: Sitting) {
  const answer = asProgram(sitting.state.answer);
  // Until something is written, no language counts.
  const [before, setBefore] = useState(usual);
  const language = answer?.language ?? before;
  const [panel, show] = useState<Panel>("task");
  const [vim, toggleVim] = useSwitch("editor vim");
  const [editing, setEditing] = useState(false);
  const editor = useRef<EditorHandle | null>(null);
  const { running, isGoing, start, stop } = useRun({ challenge, round: 1, name: `exam ${exam} ${challenge}` });
  const newest = useRef(sitting.newest);
  useEffect(() => {
    newest.current = sitting.newest;
  });

  const textOf = useCallback((of: Language) => asProgram(newest.current())?.texts[of] ?? starters[of], [starters]);
  const onReady = useCallback((handle: EditorHandle | null) => {
    editor.current = handle;
    setEditing(handle !== null);
  }, []);

  // Another tab may have written something newer; what was typed here is in the keeper before it is rendered.
  useEffect(() => {
    editor.current?.replace(textOf(language));
  });

  function typed(of: Language, text: string) {
    if (text === textOf(of)) return;
    const texts = { ...asProgram(sitting.newest())?.texts, [of]: text };
    const isWritten = LANGUAGES.some((one) => (texts[one] ?? starters[one]) !== starters[one]);
    setBefore(of);
    sitting.answer(isWritten ? { kind: "program", language: of, texts } : null);
  }

  function run() {
    if (isGoing) return;
    show("result");
    start("visible", language, textOf(language), 0);
  }

  useShortcuts({ run, submit: run });
  return {
    language,
    text: answer?.texts[language] ?? starters[language],
    panel,
    show,
    vim,
    toggleVim,
    editing,
    editor,
    running,
    isGoing,
    textOf,
    onReady,
    typed,
    run,
    stop: () => void stop(),
    choose: (next: Language) => {
      setBefore(next);
      if (answer) sitting.answer({ ...answer, language: next });
    },
    reset: () => {
      show("code");
      editor.current?.replace(starters[language]);
    },
    goTo: (line: number) => {
      show("code");
      // The editor has no size before its panel is shown.
      requestAnimationFrame(() => editor.current?.goTo(line));
    },
  };
}

function asProgram(answer: Sitting["state"]["answer"]): ProgramAnswer | null {
  return answer?.kind === "program" ? answer : null;
}
