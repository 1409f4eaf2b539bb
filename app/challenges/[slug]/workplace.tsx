import dynamic from "next/dynamic";
import { useState } from "react";
import type { ChallengeView } from "../view.ts";
import { EditorBar } from "./editor-bar.tsx";
import { Heading } from "./heading.tsx";
import { GiveUpDialog } from "./give-up-dialog.tsx";
import { InterviewBar } from "./interview-bar.tsx";
import { InterviewDialog } from "./interview-dialog.tsx";
import { WorkplaceKeys } from "./workplace-keys.tsx";
import { PanelSwitch } from "./panel-switch.tsx";
import { ResultPanel } from "./result-panel.tsx";
import { RoundBar } from "./round-bar.tsx";
import { RunBar } from "./run-bar.tsx";
import { TaskPanel } from "./task-panel.tsx";
import { useShortcuts } from "./use-shortcuts.ts";
import { useWorkplace } from "./use-workplace.ts";

const CodeEditor = dynamic(() => import("./code-editor.tsx").then((module) => module.CodeEditor), { ssr: false });
const History = dynamic(() => import("./history.tsx").then((module) => module.History), { ssr: false });

type Open = "none" | "history" | "give up" | "interview" | "keys";

/** The task, the editor and what came of the last run. */
export function Workplace({ challenge }: { challenge: ChallengeView }) {
  const place = useWorkplace(challenge);
  const [open, setOpen] = useState<Open>("none");
  const { language, panel, work } = place;
  const close = () => setOpen("none");
  useShortcuts({ run: place.run, submit: place.submit });
  const narrow = (of: typeof panel) => (panel === of ? "" : "max-lg:hidden");

  return (
    <>
      <main className="mx-auto max-w-[1440px] px-4 pt-2 pb-32">
        <Heading challenge={challenge} minutes={work.round.minutes} solved={work.solved} />
        <RoundBar round={work.round} language={language} onTakeBack={place.takeBackGrade} />
        {work.interview?.kind === "on" && (
          <InterviewBar interview={work.interview} onEnd={place.endInterview} onOver={place.interviewRanOut} />
        )}
        <PanelSwitch shown={panel} onShow={place.show} />
        <div className="mt-4 grid gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]">
          <section
            aria-label="Task"
            id="task"
            className={`min-w-0 lg:sticky lg:top-4 lg:max-h-[calc(100dvh-6.5rem)] lg:self-start lg:overflow-y-auto lg:pr-2 ${narrow("task")}`}
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            tabIndex={0}
          >
            <TaskPanel
              challenge={challenge}
              place={place}
              onGiveUp={() => setOpen("give up")}
              onInterview={() => setOpen("interview")}
            />
          </section>
          <div className="min-w-0">
            <section aria-label="Code" id="code" className={narrow("code")}>
              <EditorBar place={place} onHistory={() => setOpen("history")} onKeys={() => setOpen("keys")} />
              <div className="mt-2 h-[max(18rem,54dvh)] overflow-hidden rounded-card border border-line bg-card text-base focus-within:border-accent sm:text-sm">
                {!place.editing && (
                  <pre aria-hidden className="overflow-hidden py-2.5 pl-14 font-mono leading-[1.55]">
                    {challenge.drafts[language]?.text ?? challenge.starters[language]}
                  </pre>
                )}
                <CodeEditor
                  language={language}
                  textOf={place.textOf}
                  vim={place.vim}
                  describedBy="editor-keys"
                  onChange={place.typed}
                  onReady={place.onReady}
                />
              </div>
              <p id="editor-keys" className="mt-1.5 text-sm text-soft">
                Tab indents; Escape, then Tab, leaves the editor.
              </p>
            </section>
            <section aria-label="Result" id="result" className={`mt-4 ${narrow("result")}`}>
              <ResultPanel place={place} />
            </section>
          </div>
        </div>
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
