import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { answerAction, giveUpAction, hintAction, nextAction, revealAction, undoAction } from "#app/_actions/drill.ts";
import { answerStepsAction } from "#app/_actions/steps.ts";
import type { Certainty } from "#lib/grade/verdict.ts";
import { dropDraft, saveDraft, useDraft } from "./draft.ts";
import { donePath } from "./done-path.ts";
import { type Draft, widgetOf } from "./kinds/widgets.ts";
import { useSteps } from "./use-steps.ts";
import type { AnsweredView, MarkedView, QuestionView } from "./view.ts";

const UNREACHABLE = "The server did not answer. Your answer is still here; try again in a moment.";

/** The state of the drill and all that can be done to it. Begins with the question the page was made for. */
export function useDrill({ question, ...begun }: { question: QuestionView; marked: MarkedView | null }) {
  const router = useRouter();
  const [view, setView] = useState(question);
  const [marked, setMarked] = useState(begun.marked);
  const [notice, setNotice] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [certainty, setCertainty] = useState<Certainty | null>(null);
  const draft = useDraft(view);
  const stepping = useSteps(view, marked !== null);
  /** The next question, asked for while the verdict is read; undefined when that failed or was not done. */
  const upcoming = useRef<Promise<QuestionView | null | undefined>>(undefined);
  const shownAt = useRef(0);

  useEffect(() => {
    shownAt.current = performance.now();
  }, []);

  const isEmpty = stepping.steps ? stepping.isEmpty : widgetOf(draft.kind).isEmpty(draft);

  function show(next: QuestionView) {
    setView(next);
    setMarked(null);
    setCertainty(null);
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

  function showAnswered({ question: answeredQuestion, marked: result }: AnsweredView) {
    dropDraft(answeredQuestion.servingId);
    stepping.drop();
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    setView({ ...answeredQuestion, progress: view.progress });
    setMarked(result);
    setNotice(null);
    upcoming.current = nextAction().catch(() => undefined);
    window.history.replaceState(null, "", `/drill?answered=${answeredQuestion.servingId}`);
  }

  const seconds = () => (performance.now() - shownAt.current) / 1000;

  /** Commits an open recall and shows the model answer. */
  async function reveal() {
    const { servingId, asked } = view;
    if (draft.kind !== "recall" || asked.kind !== "recall") return;
    const revealed = await request(() => revealAction({ servingId, text: draft.text }));
    if (revealed?.kind === "revealed") {
      setView({ ...view, asked: { ...asked, revealed: revealed.revealed } });
      saveDraft(servingId, { ...draft, text: revealed.revealed.text });
    }
    if (revealed?.kind === "invalid") setNotice(revealed.message);
    if (revealed?.kind === "gone") router.refresh();
  }

  async function check() {
    if (isEmpty && draft.kind !== "recall") {
      setNotice("Nothing was answered yet.");
      return;
    }
    const { servingId } = view;
    const told = { servingId, certainty, seconds: seconds() };
    const result = await request(() =>
      stepping.steps
        ? answerStepsAction({ ...told, answer: { kind: "steps", texts: stepping.texts } })
        : answerAction({ ...told, answer: draft }),
    );
    if (result?.kind === "invalid") setNotice(result.message);
    if (result?.kind === "answered") showAnswered(result.view);
    if (result?.kind === "gone") router.refresh();
  }

  async function giveUp() {
    const result = await request(() => giveUpAction({ servingId: view.servingId, seconds: seconds() }));
    if (result?.kind === "answered") showAnswered(result.view);
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
    else if (next === null) router.push(donePath(view.progress.scoped));
  }

  async function undo() {
    const again = await request(() => undoAction({ servingId: view.servingId }));
    if (again) show(again);
    else if (again === null) setNotice("There is no answer of this session left to undo.");
  }

  const { toggle } = stepping;
  const isRecall = view.asked.kind === "recall";
  const mustReveal = view.asked.kind === "recall" && view.asked.revealed === null;
  /** What can be done now; null: not at the moment. */
  const actions = {
    primary: marked ? goOn : mustReveal ? reveal : check,
    /** Answers step by step, or at once again. */
    steps: toggle && (() => request(() => toggle().then(() => setNotice(null)))),
    hint: !marked && view.hints.more ? hint : null,
    giveUp: !marked && (!isRecall || mustReveal) ? giveUp : null,
    /** Chooses how sure one is, or takes that back. */
    certain: marked || isRecall ? null : (level: Certainty) => setCertainty(level === certainty ? null : level),
    undo,
  };
  const primaryName = marked ? "Next" : mustReveal ? "Show the answer" : "Check";
  return { view, marked, draft, stepping, isEmpty, change, notice, busy, certainty, actions, primaryName };
}
