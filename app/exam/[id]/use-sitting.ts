import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { handInAction } from "#app/_actions/exam.ts";
import { type Draft, widgetOf } from "#app/drill/kinds/widgets.ts";
import { save, useSaved } from "#app/drill/saved.ts";
import type { AskedView } from "#app/drill/view.ts";
import type { ExamInput } from "#lib/exam/program-answer.ts";
import type { Certainty } from "#lib/grade/verdict.ts";
import type { ProgramView, QuestionState, SittingView } from "../view.ts";
import { useExamClock } from "./use-exam-clock.ts";
import { useExamKeeper } from "./use-exam-keeper.ts";

/** Milliseconds until handing in is tried again where the server did not answer. */
const AGAIN = 2000;

/** How a question stands, for the list of all. */
export type Standing = "answered" | "skipped" | "open";

export function standingOf({ answer, skipped }: QuestionState): Standing {
  if (answer !== null) return "answered";
  return skipped ? "skipped" : "open";
}

/** What the page shows: a question with what its kind does, or a challenge. */
type Shown =
  | { kind: "question"; asked: AskedView; widget: ReturnType<typeof widgetOf>; draft: Draft; isEmpty: boolean }
  | { kind: "program"; asked: ProgramView };

function shownOf(asked: AskedView | ProgramView, answer: ExamInput | null): Shown {
  if (asked.kind === "program") return { kind: "program", asked };
  const widget = widgetOf(asked.kind);
  const draft = answer === null || answer.kind === "program" ? widget.empty(asked) : answer;
  return { kind: "question", asked, widget, draft, isEmpty: widget.isEmpty(draft) };
}

/** The state of an exam that goes on and all that can be done in it. */
export function useSitting(exam: SittingView) {
  const { id, questions } = exam;
  const router = useRouter();
  const clock = useExamClock(exam);
  const [ending, setEnding] = useState<"no" | "handing in" | "unreachable">("no");
  const [dialog, setDialog] = useState<"none" | "hand in" | "questions" | "keys">("none");
  const leave = () => router.replace(`/exam/${id}/report`);
  const { keeper, states, saving } = useExamKeeper(exam, clock, leave);
  const placeKey = `exam ${id} at`;
  const kept = useSaved<number>(placeKey) ?? 0;
  const place = questions[kept] ? kept : 0;
  const { asked } = questions[place];
  const state = states[place];
  const shown = shownOf(asked, state.answer);
  const over = clock.left <= 0;
  const handing = useRef(false);

  useEffect(() => {
    let last = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      // A machine that slept did not think.
      if (document.visibilityState === "visible") keeper.looked(place, Math.min((now - last) / 1000, 5));
      last = now;
    }, 1000);
    return () => {
      clearInterval(timer);
      keeper.left(place);
    };
  }, [keeper, place]);

  /** Sends what is left to send, and hands in; again until the server has answered. */
  async function handIn() {
    if (handing.current) return;
    handing.current = true;
    setDialog("none");
    setEnding("handing in");
    for (;;) {
      try {
        await keeper.flush();
        await handInAction({ exam: id });
        break;
      } catch (error) {
        console.warn("The exam could not be handed in", error);
        setEnding("unreachable");
        await new Promise((resolve) => setTimeout(resolve, AGAIN));
      }
    }
    leave();
  }

  useEffect(() => {
    if (over) void handIn();
    // It ends once, whatever has changed since.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [over]);

  function go(to: number) {
    if (!questions[to]) return;
    setDialog("none");
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    save(placeKey, to);
    window.scrollTo({ top: 0 });
  }

  const isLocked = over || ending !== "no";
  const answer = (next: ExamInput | null) => {
    if (!isLocked) keeper.answer(place, next);
  };
  const change = (next: Draft) => {
    if (shown.kind === "question") answer(shown.widget.isEmpty(next) ? null : next);
  };
  const next = () => (place + 1 < questions.length ? go(place + 1) : setDialog("hand in"));

  return {
    place,
    shown,
    state,
    states,
    saving,
    ending,
    isLocked,
    left: clock.left,
    dialog,
    show: setDialog,
    close: () => setDialog("none"),
    go,
    next,
    back: () => go(place - 1),
    answer,
    /** The answer as it is now, which may be newer than the one last rendered. */
    newest: () => keeper.states()[place].answer,
    change,
    digit: (digit: number) => {
      if (shown.kind !== "question") return;
      const chosen = shown.widget.digit?.(shown.draft, shown.asked, digit);
      if (chosen) change(chosen);
    },
    flag: () => keeper.flag(place, !state.flagged),
    skip: () => {
      if (state.answer === null) keeper.skip(place);
      next();
    },
    certain: (level: Certainty) => keeper.certain(place, level === state.certainty ? null : level),
    handIn: () => void handIn(),
  };
}
export type Sitting = ReturnType<typeof useSitting>;

/** How wide the page is: an editor beside its task needs more than a question. */
export function widthOf({ shown }: Sitting): string {
  return shown.kind === "program" ? "max-w-[1440px]" : "max-w-[1072px]";
}
