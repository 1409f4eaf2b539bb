import { useCallback, useRef, useState } from "react";
import {
  beginInterviewAction,
  challengeHintAction,
  endInterviewAction,
  giveUpChallengeAction,
  languageAction,
  solutionAction,
  takeBackGradeAction,
  workAction,
} from "#app/_actions/challenges.ts";
import type { Language } from "#lib/challenge/language.ts";
import { LONGEST_SOURCE } from "#lib/challenge/limits.ts";
import type { ChallengeView, SolutionView, WorkView } from "../view.ts";
import type { EditorHandle } from "./code-editor.tsx";
import { localKey, useSwitch } from "./local.ts";
import { useDrafts } from "./use-drafts.ts";
import { useRun, type Which } from "./use-run.ts";
import { useSeconds } from "./use-seconds.ts";

export type Panel = "task" | "code" | "result";

const UNREACHABLE = "The server did not answer. Your text is kept in this browser; try again in a moment.";

/** The state of a challenge's page and all that can be done there. */
export function useWorkplace(challenge: ChallengeView) {
  const { id } = challenge;
  const round = challenge.work.round.number;
  const [language, setLanguage] = useState(challenge.language);
  const [work, setWork] = useState(challenge.work);
  const [solution, setSolution] = useState<SolutionView | null>(null);
  const [panel, setPanel] = useState<Panel>("task");
  const [notice, setNotice] = useState<string | null>(null);
  const [canUndo, setCanUndo] = useState(false);
  const [vim, toggleVim] = useSwitch("editor vim");
  const [text, setText] = useState<string | null>(null);
  /** Whether the editor is there. */
  const [editing, setEditing] = useState(false);
  const [busy, setBusy] = useState(false);
  const editor = useRef<EditorHandle | null>(null);
  const seconds = useSeconds(id, round, challenge.seconds);
  const { keeper, saving } = useDrafts(challenge, seconds, (languages, newest) => {
    if (!languages.includes(language)) return;
    editor.current?.replace(newest(language));
    setNotice("This text was changed elsewhere; the newest is shown. Undo brings yours back.");
  });
  const name = localKey(id, round);
  const { running, isGoing, start, stop } = useRun({ challenge: id, round, name, onDone: setWork });

  const textOf = useCallback(
    (of: Language) => {
      keeper.readLocal();
      const newest = keeper.text(of);
      setText(newest);
      return newest;
    },
    [keeper],
  );

  function typed(of: Language, next: string) {
    keeper.typed(of, next);
    setText(next);
    setNotice(null);
    setCanUndo(false);
  }

  const onReady = useCallback((handle: EditorHandle | null) => {
    editor.current = handle;
    setEditing(handle !== null);
  }, []);

  function run(which: Which) {
    if (isGoing) return;
    const source = keeper.text(language);
    if (source.length > LONGEST_SOURCE) {
      setNotice(`The program has ${source.length} characters; ${LONGEST_SOURCE} is the most.`);
      return;
    }
    setNotice(null);
    setPanel("result");
    start(which, language, source, seconds());
  }

  /** Puts another text into the editor, as one change that can be undone. */
  function put(next: string, said: string) {
    setPanel("code");
    if (keeper.text(language) === next) {
      setNotice("That is what stands there.");
      setCanUndo(false);
      return;
    }
    editor.current?.replace(next);
    // Without an editor yet, it will begin with this.
    keeper.typed(language, next);
    setNotice(said);
    setCanUndo(editor.current !== null);
  }

  /** Asks the server to change how the work stands; nothing changes where that fails. */
  async function ask(change: () => Promise<WorkView | null>): Promise<WorkView | null> {
    if (busy) return null;
    setBusy(true);
    setNotice(null);
    try {
      const after = await change();
      if (after) setWork(after);
      return after;
    } catch (error) {
      console.warn("The request failed", error);
      setNotice(UNREACHABLE);
      return null;
    } finally {
      setBusy(false);
    }
  }

  async function showSolution() {
    try {
      setSolution(await solutionAction(id));
    } catch (error) {
      console.warn("The solution could not be asked for", error);
      setNotice(UNREACHABLE);
    }
  }

  return {
    language,
    work,
    solution,
    panel,
    notice,
    canUndo,
    vim,
    text,
    saving,
    editing,
    running,
    isGoing,
    seconds,
    editor,
    textOf,
    typed,
    onReady,
    show: setPanel,
    run: () => run("visible"),
    submit: () => run("all"),
    stop: () => void stop(),
    choose: (next: Language) => {
      setLanguage(next);
      setNotice(null);
      languageAction(next).catch((error: unknown) => console.warn("The language is not remembered", error));
    },
    toggleVim,
    reset: () => put(challenge.starters[language], "Back to the starter."),
    restore: (of: Language, source: string) => {
      if (of === language) put(source, "The submission’s text is in the editor.");
      else {
        keeper.typed(of, source);
        setLanguage(of);
        setPanel("code");
        setNotice("The submission’s text is in the editor.");
      }
    },
    undo: () => {
      editor.current?.undo();
      setNotice(null);
    },
    goTo: (line: number) => {
      setPanel("code");
      // The editor has no size before its panel is shown.
      requestAnimationFrame(() => editor.current?.goTo(line));
    },
    hint: () => void ask(() => challengeHintAction({ challenge: id, shown: work.hints.length })),
    showSolution: () => void showSolution(),
    giveUp: async () => {
      if (await ask(() => giveUpChallengeAction(id))) await showSolution();
    },
    takeBackGrade: () => void ask(() => takeBackGradeAction(id)),
    beginInterview: () => {
      setSolution(null);
      void ask(() => beginInterviewAction(id));
    },
    endInterview: () => void ask(() => endInterviewAction(id)),
    interviewRanOut: () => void ask(() => workAction(id)),
  };
}

export type WorkplaceState = ReturnType<typeof useWorkplace>;
