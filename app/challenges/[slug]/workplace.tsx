import dynamic from "next/dynamic";
import { useState } from "react";
import type { ChallengeView } from "../view.ts";
import { EditorBar } from "./editor-bar.tsx";
import { EditorBox } from "./editor-box.tsx";
import { Heading } from "./heading.tsx";
import { GiveUpDialog } from "./give-up-dialog.tsx";
import { InterviewBar } from "./interview-bar.tsx";
import { InterviewDialog } from "./interview-dialog.tsx";
import { WorkplaceKeys } from "./workplace-keys.tsx";
import { Panels } from "./panels.tsx";
import { ResultPanel } from "./result-panel.tsx";
import { RoundBar } from "./round-bar.tsx";
import { RunBar } from "./run-bar.tsx";
import { TaskPanel } from "./task-panel.tsx";
import { useShortcuts } from "./use-shortcuts.ts";
import { useWorkplace } from "./use-workplace.ts";

const History = dynamic(() => import("./history.tsx").then((module) => module.History), { ssr: false });

type Open = "none" | "history" | "give up" | "interview" | "keys";

/** The task, the editor and what came of the last run. */
export function Workplace({ challenge }: { challenge: ChallengeView }) {
  const place = useWorkplace(challenge);
  const [open, setOpen] = useState<Open>("none");
  const { language, panel, work } = place;
  const close = () => setOpen("none");
  useShortcuts({ run: place.run, submit: place.submit });

  return (
    <>
      <main className="mx-auto max-w-[1440px] px-4 pt-2 pb-32">
        <Heading challenge={challenge} minutes={work.round.minutes} solved={work.solved} />
        <RoundBar round={work.round} language={language} onTakeBack={place.takeBackGrade} />
        {work.interview?.kind === "on" && (
          <InterviewBar interview={work.interview} onEnd={place.endInterview} onOver={place.interviewRanOut} />
        )}
        <Panels
          shown={panel}
          onShow={place.show}
          task={
            <TaskPanel
              challenge={challenge}
              place={place}
              onGiveUp={() => setOpen("give up")}
              onInterview={() => setOpen("interview")}
            />
          }
          code={
            <>
              <EditorBar
                place={place}
                saving={place.saving}
                onHistory={() => setOpen("history")}
                onKeys={() => setOpen("keys")}
              />
              <EditorBox
                before={place.editing ? null : (challenge.drafts[language]?.text ?? challenge.starters[language])}
                language={language}
                textOf={place.textOf}
                vim={place.vim}
                onChange={place.typed}
                onReady={place.onReady}
              />
            </>
          }
          result={<ResultPanel place={place} />}
        />
      </main>
      <RunBar place={place} />
      {open === "history" && (
        <History
          challenge={challenge.id}
          text={place.text ?? ""}
          language={language}
          onClose={close}
          onRestore={(of, source) => {
            close();
            place.restore(of, source);
          }}
        />
      )}
      <GiveUpDialog
        open={open === "give up"}
        onClose={close}
        onGiveUp={() => {
          close();
          void place.giveUp();
        }}
      />
      <InterviewDialog
        open={open === "interview"}
        onClose={close}
        onBegin={() => {
          close();
          place.beginInterview();
        }}
      />
      <WorkplaceKeys open={open === "keys"} onClose={close} />
    </>
  );
}
