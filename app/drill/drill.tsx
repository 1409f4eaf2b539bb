"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { answerAction, giveUpAction, hintAction, nextAction, revealAction, undoAction } from "#app/_actions/drill.ts";
import { RichText } from "#app/_ui/rich-text.tsx";
import { ActionBar } from "./action-bar.tsx";
import { type Draft, dropDraft, isEmpty, saveDraft, useDraft } from "./draft.ts";
import { DrillHeader } from "./drill-header.tsx";
import { HintList } from "./hint-list.tsx";
import { KeysDialog } from "./keys-dialog.tsx";
import { Trace } from "./trace.tsx";
import { useKeys } from "./use-keys.ts";
import { Verdict } from "./verdict.tsx";
import type { AnsweredView, MarkedView, QuestionView } from "./view.ts";
import { Widget } from "./widgets/widget.tsx";

const UNREACHABLE = "The server did not answer. Your answer is still here; try again in a moment.";

/** One question at a time: ask, check, say why, next. Begins with the question the page was made for. */
export function Drill({ question, ...begun }: { question: QuestionView; marked: MarkedView | null }) {
  const router = useRouter();
  const [view, setView] = useState(question);
  const [marked, setMarked] = useState(begun.marked);
  const [notice, setNotice] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [keysShown, setKeysShown] = useState(false);
  const [guessed, setGuessed] = useState(false);
  const draft = useDraft(view);
  /** The next question, asked for while the verdict is read; undefined when that failed or was not done. */
  const upcoming = useRef<Promise<QuestionView | null | undefined>>(undefined);
  const shownAt = useRef(0);

  useEffect(() => {
    shownAt.current = performance.now();
  }, []);

  function show(next: QuestionView) {
    setView(next);
    setMarked(null);
    setGuessed(false);
    setNotice(null);
    shownAt.current = performance.now();
    upcoming.current = undefined;
    window.history.replaceState(null, "", "/drill");
    window.scrollTo({ top: 0 });
  }

  /** Runs one request at a time. Undefined: it was not sent or failed, and everything is as it was. */
  async function request<T>(send: () => Promise<T>): Promise<T | undefined> {
    if (busy) return undefined;
    setBusy(true);
    try {
      return await send();
    } catch (error) {
      console.warn("The request failed", error);
      setNotice(UNREACHABLE);
      return undefined;
    } finally {
      setBusy(false);
    }
  }

  function change(next: Draft) {
    setNotice(null);
    saveDraft(view.servingId, next);
  }

  async function showAnswered({ question: answeredQuestion, marked: result }: AnsweredView) {
    dropDraft(answeredQuestion.servingId);
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    setView({ ...answeredQuestion, progress: view.progress });
    setMarked(result);
    setNotice(null);
    upcoming.current = nextAction().catch(() => undefined);
    window.history.replaceState(null, "", `/drill?answered=${answeredQuestion.servingId}`);
  }

  async function check() {
    const { servingId, asked } = view;
    if (draft.kind === "recall" && asked.kind === "recall" && !asked.revealed) {
      const revealed = await request(() => revealAction({ servingId, text: draft.text }));
      if (revealed?.kind === "revealed") {
        setView({ ...view, asked: { ...asked, revealed: revealed.revealed } });
        saveDraft(servingId, { ...draft, text: revealed.revealed.text });
      }
      if (revealed?.kind === "invalid") setNotice(revealed.message);
      if (revealed?.kind === "gone") router.refresh();
      return;
    }
    if (isEmpty(draft) && draft.kind !== "recall") {
      setNotice("Nothing was answered yet.");
      return;
    }
    const seconds = (performance.now() - shownAt.current) / 1000;
    const result = await request(() => answerAction({ servingId, answer: draft, guessed, seconds }));
    if (result?.kind === "invalid") setNotice(result.message);
    if (result?.kind === "answered") await showAnswered(result.view);
    if (result?.kind === "gone") router.refresh();
  }

  async function giveUp() {
    const seconds = (performance.now() - shownAt.current) / 1000;
    const result = await request(() => giveUpAction({ servingId: view.servingId, seconds }));
    if (result?.kind === "answered") await showAnswered(result.view);
    if (result?.kind === "gone") router.refresh();
  }

  async function hint() {
    const hints = await request(() => hintAction({ servingId: view.servingId }));
    if (hints) setView({ ...view, hints });
    if (hints === null) router.refresh();
  }

  async function goOn() {
    const next = await request(async () => {
      const ahead = await upcoming.current;
      return ahead === undefined ? nextAction() : ahead;
    });
    if (next) show(next);
    else if (next === null) router.push("/drill/done");
  }

  async function undo() {
    const again = await request(() => undoAction());
    if (again) show(again);
    else if (again === null) setNotice("There is no answer of this session left to undo.");
  }

  const primary = marked ? goOn : check;
  const canGiveUp = !marked && !(view.asked.kind === "recall" && view.asked.revealed);
  const canHint = !marked && view.hints.more;
  const canGuess = !marked && view.asked.kind !== "recall";
  useKeys({
    enter: primary,
    number: (digit) => {
      if (marked) return;
      if (draft.kind === "choice" && view.asked.kind === "choice" && digit <= view.asked.options.length)
        change({ ...draft, option: digit - 1 });
      if (draft.kind === "recall" && view.asked.kind === "recall" && view.asked.revealed)
        change(tick(draft, digit - 1));
    },
    letters: {
      h: canHint ? hint : null,
      g: canGuess ? () => setGuessed(!guessed) : null,
      x: canGiveUp ? giveUp : null,
      u: undo,
      "?": () => setKeysShown(true),
    },
    fieldIsEmpty: isEmpty(draft),
  });

  return (
    <>
      <DrillHeader view={view} onHelp={() => setKeysShown(true)} />
      <main className="mx-auto grid max-w-[1072px] gap-x-7 px-4 pt-6 pb-40 lg:grid-cols-[minmax(0,640px)_minmax(0,1fr)]">
        <div className="min-w-0">
          <RichText html={view.asked.prompt} />
          <Widget
            key={view.servingId}
            asked={view.asked}
            draft={marked?.answer ?? draft}
            marked={marked}
            onChange={change}
            onTick={(point) => draft.kind === "recall" && change(tick(draft, point))}
          />
          <div aria-live="polite">{marked ? <Verdict marked={marked} /> : <HintList hints={view.hints} />}</div>
          <p role="alert" className={notice ? "fade-in mt-4 rounded-control bg-invalid-bg px-4 py-3 text-invalid" : ""}>
            {notice}
          </p>
        </div>
        <div className="min-w-0">{marked && marked.trace.length > 0 && <Trace marked={marked} />}</div>
      </main>
      <ActionBar
        busy={busy}
        primary={marked ? "Next" : view.asked.kind === "recall" && !view.asked.revealed ? "Show the answer" : "Check"}
        onPrimary={primary}
        onHint={canHint ? hint : null}
        onGuess={canGuess ? () => setGuessed(!guessed) : null}
        guessed={guessed}
        onGiveUp={canGiveUp ? giveUp : null}
        onUndo={undo}
      />
      <KeysDialog open={keysShown} onClose={() => setKeysShown(false)} />
    </>
  );
}

function tick(draft: Extract<Draft, { kind: "recall" }>, point: number): Draft {
  const ticked = draft.ticked.includes(point)
    ? draft.ticked.filter((other) => other !== point)
    : [...draft.ticked, point];
  return { ...draft, ticked };
}
