"use client";

import { RichText } from "#app/_ui/rich-text.tsx";
import { useKeys } from "#app/drill/use-keys.ts";
import type { SittingView } from "../view.ts";
import { ExamBar } from "./exam-bar.tsx";
import { ExamHeader } from "./exam-header.tsx";
import { ExamKeys } from "./exam-keys.tsx";
import { HandInDialog } from "./hand-in-dialog.tsx";
import { Navigator, NavigatorDialog } from "./navigator.tsx";
import { ProgramPlace } from "./program-place.tsx";
import { useArrows } from "./use-arrows.ts";
import { useSitting } from "./use-sitting.ts";

/** An exam that goes on: one question at a time, nothing said of right or wrong. */
export function Sitting({ exam }: { exam: SittingView }) {
  const sitting = useSitting(exam);
  const { place, shown, state, isLocked, ending } = sitting;
  const unless = (act: () => void) => (isLocked ? null : act);
  const isProgram = shown.kind === "program";
  const marksCertainty = exam.certaintyMarking && !isProgram;
  useKeys({
    enter: () => !isLocked && sitting.next(),
    number: (digit) => !isLocked && sitting.digit(digit),
    letters: {
      j: unless(sitting.next),
      k: unless(sitting.back),
      f: unless(sitting.flag),
      x: unless(sitting.skip),
      g: marksCertainty ? unless(() => sitting.certain(1)) : null,
      r: marksCertainty ? unless(() => sitting.certain(2)) : null,
      s: marksCertainty ? unless(() => sitting.certain(3)) : null,
      "?": () => sitting.show("keys"),
    },
    fieldIsEmpty: shown.kind === "question" && shown.isEmpty,
  });
  useArrows({ back: unless(sitting.back), next: unless(sitting.next) });

  return (
    <>
      <ExamHeader sitting={sitting} exam={exam} />
      {shown.kind === "program" ? (
        <ProgramPlace key={place} exam={exam.id} program={shown.asked} sitting={sitting}>
          <Ending ending={ending} />
        </ProgramPlace>
      ) : (
        <main className="mx-auto grid max-w-[1072px] gap-x-10 px-4 pt-6 pb-56 sm:pb-40 lg:grid-cols-[minmax(0,640px)_minmax(0,1fr)]">
          <div className="min-w-0">
            <RichText html={shown.asked.prompt} />
            <shown.widget.Input
              key={place}
              asked={shown.asked}
              draft={shown.draft}
              locked={isLocked}
              marks={null}
              onChange={sitting.change}
            />
            <Ending ending={ending} />
          </div>
          <aside aria-label="Questions" className="hidden lg:block">
            <Navigator sitting={sitting} />
          </aside>
        </main>
      )}
      <ExamBar sitting={sitting} certainty={marksCertainty ? state.certainty : undefined} />
      <HandInDialog sitting={sitting} />
      <NavigatorDialog sitting={sitting} />
      <ExamKeys
        open={sitting.dialog === "keys"}
        certaintyMarking={exam.certaintyMarking}
        programs={exam.questions.some(({ asked }) => asked.kind === "program")}
        onClose={sitting.close}
      />
    </>
  );
}

function Ending({ ending }: { ending: keyof typeof ENDING }) {
  return (
    <p
      role="alert"
      className={ending === "no" ? "" : "fade-in mt-6 rounded-control bg-invalid-bg px-4 py-3 text-invalid"}
    >
      {ENDING[ending]}
    </p>
  );
}

const ENDING = {
  no: null,
  "handing in": "The exam is being handed in.",
  unreachable:
    "The server does not answer. What it has counts, and it ends the exam by itself; this page goes on trying.",
};
