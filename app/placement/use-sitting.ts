import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { answerPlacementAction } from "#app/_actions/placement.ts";
import { dropDraft, saveDraft, useDraft } from "#app/drill/draft.ts";
import { type Draft, widgetOf } from "#app/drill/kinds/widgets.ts";
import type { PlacementView } from "./view.ts";

const UNREACHABLE = "The server did not answer. Your answer is still here; try again in a moment.";

/** The state of a placement and what can be done to it. Begins with the question the page was made for. */
export function useSitting(begun: PlacementView) {
  const router = useRouter();
  const [view, setView] = useState(begun);
  const [notice, setNotice] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const draft = useDraft({ servingId: view.id, asked: view.asked });
  const shownAt = useRef(0);

  useEffect(() => {
    shownAt.current = performance.now();
  }, []);

  function change(next: Draft) {
    setNotice(null);
    saveDraft(view.id, next);
  }

  function show(next: PlacementView) {
    setView(next);
    setNotice(null);
    shownAt.current = performance.now();
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    window.scrollTo({ top: 0 });
  }

  async function send(answer: Draft | null) {
    if (busy) return;
    setBusy(true);
    const { id } = view;
    const seconds = (performance.now() - shownAt.current) / 1000;
    try {
      const reply = await answerPlacementAction({ questionId: id, answer, seconds });
      if (reply.kind === "invalid") setNotice(reply.message);
      else dropDraft(id);
      if (reply.kind === "asked") show(reply.question);
      if (reply.kind === "done") router.push(reply.path);
      if (reply.kind === "gone") router.refresh();
    } catch (error) {
      console.warn("The request failed", error);
      setNotice(UNREACHABLE);
    } finally {
      setBusy(false);
    }
  }

  const goOn = () => {
    if (widgetOf(draft.kind).isEmpty(draft)) setNotice("Nothing was answered yet. Press X if you don’t know.");
    else void send(draft);
  };
  return { view, draft, change, notice, busy, goOn, giveUp: () => void send(null) };
}
