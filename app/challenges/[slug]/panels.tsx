import type { ReactNode } from "react";
import { PanelSwitch } from "./panel-switch.tsx";
import type { Panel } from "./use-workplace.ts";

interface Props {
  shown: Panel;
  onShow: (panel: Panel) => void;
  task: ReactNode;
  code: ReactNode;
  result: ReactNode;
}

/** The task beside the editor with what came of the last run; on a narrow page one of the three at a time. */
export function Panels({ shown, onShow, task, code, result }: Props) {
  const narrow = (of: Panel) => (shown === of ? "" : "max-lg:hidden");
  return (
    <>
      <PanelSwitch shown={shown} onShow={onShow} />
      <div className="mt-4 grid gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]">
        <section
          aria-label="Task"
          id="task"
          className={`min-w-0 lg:sticky lg:top-4 lg:max-h-[calc(100dvh-6.5rem)] lg:self-start lg:overflow-y-auto lg:pr-2 ${narrow("task")}`}
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
        >
          {task}
        </section>
        <div className="min-w-0">
          <section aria-label="Code" id="code" className={narrow("code")}>
            {code}
          </section>
          <section aria-label="Result" id="result" className={`mt-4 ${narrow("result")}`}>
            {result}
          </section>
        </div>
      </div>
    </>
  );
}
