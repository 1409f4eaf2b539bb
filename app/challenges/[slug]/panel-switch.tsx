import type { Panel } from "./use-workplace.ts";

const PANELS: { panel: Panel; name: string }[] = [
  { panel: "task", name: "Task" },
  { panel: "code", name: "Code" },
  { panel: "result", name: "Result" },
];

/** On a narrow page one of the three is shown at a time. */
export function PanelSwitch({ shown, onShow }: { shown: Panel; onShow: (panel: Panel) => void }) {
  return (
    <div
      role="group"
      aria-label="Shown"
      className="sticky top-0 z-10 -mx-4 mt-3 flex border-b border-line bg-paper px-4 lg:hidden"
    >
      {PANELS.map(({ panel, name }) => (
        <button
          key={panel}
          type="button"
          aria-pressed={panel === shown}
          onClick={() => onShow(panel)}
          className={`min-h-11 grow cursor-pointer border-b-2 ${panel === shown ? "border-accent font-medium text-ink" : "border-transparent text-soft"}`}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
