import { type KeyboardEvent, type MouseEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import { type Html, RichSpan } from "#app/_ui/rich-text.tsx";
import { useDrag } from "./use-drag.ts";
import type { Widget, WidgetProps } from "./widget.ts";

interface Asked {
  /** `name` is the entry as plain text, to be said aloud. */
  entries: { html: Html; name: string }[];
}

/** Which entries stand before something they need, and which behind something that needs them. */
type Marks = { early: boolean; late: boolean }[];

/** A list to be put in order: dragged, moved by keys, or by two buttons. */
export const order: Widget<"order", Asked, Marks> = {
  Input: OrderInput,
  staysWhenMarked: true,
  empty: () => ({ kind: "order", order: [] }),
  isEmpty: ({ order: moved }) => moved.length === 0,
};

function OrderInput({ asked, draft, onChange, locked, marks }: WidgetProps<"order", Asked, Marks>) {
  const places = draft.order.length > 0 ? draft.order : asked.entries.map((_, entry) => entry);
  const [active, setActive] = useState(places[0]);
  /** The answer as it was before the active entry was taken up with Space. */
  const [held, setHeld] = useState<number[] | null>(null);
  const [said, setSaid] = useState("");
  const list = useRef<HTMLDivElement>(null);
  const drag = useDrag((from, to) => put(places[from], to));
  const at = places.indexOf(active);

  useEffect(() => {
    if (!locked) list.current?.focus({ preventScroll: true });
  }, [locked]);

  function put(entry: number, to: number) {
    if (to < 0 || to >= places.length || to === places.indexOf(entry)) return;
    const others = places.filter((other) => other !== entry);
    onChange({ ...draft, order: others.toSpliced(to, 0, entry) });
    setSaid(`${asked.entries[entry].name}, now ${to + 1} of ${places.length}`);
  }

  function go(to: number, moves: boolean) {
    const target = Math.min(Math.max(to, 0), places.length - 1);
    if (moves) put(active, target);
    else setActive(places[target]);
  }

  function hold() {
    setSaid(`${asked.entries[active].name} ${held ? "dropped" : "taken up"}, ${at + 1} of ${places.length}`);
    setHeld(held ? null : draft.order);
  }

  function letGo() {
    if (!held) return;
    onChange({ ...draft, order: held });
    setSaid(`${asked.entries[active].name} put back`);
    setHeld(null);
  }

  function press(event: KeyboardEvent) {
    if (locked || event.ctrlKey || event.metaKey) return;
    const moves = event.altKey || held !== null;
    const does: Record<string, () => void> = {
      ArrowUp: () => go(at - 1, moves),
      ArrowDown: () => go(at + 1, moves),
      Home: () => go(0, moves),
      End: () => go(places.length - 1, moves),
      " ": hold,
      Escape: letGo,
    };
    const act = /^[1-9]$/.test(event.key) ? () => put(active, Number(event.key) - 1) : does[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  /** The place of the entry that an event happened on. */
  function placeOf({ target }: { target: EventTarget }): number {
    const row = target instanceof Element ? target.closest("[data-row]") : null;
    return row === null ? -1 : [...(list.current?.children ?? [])].indexOf(row);
  }

  /** A mouse drags the whole entry; a finger its handle, so that the rest still scrolls the page. */
  function grab(event: PointerEvent) {
    const place = placeOf(event);
    const onHandle = event.target instanceof Element && event.target.closest("[data-handle]") !== null;
    if (locked || place === -1 || event.button !== 0 || (event.pointerType !== "mouse" && !onHandle)) return;
    setActive(places[place]);
    setHeld(null);
    if (list.current) drag.start(event, list.current, place);
  }

  function choose(event: MouseEvent) {
    const place = placeOf(event);
    if (!locked && place !== -1) setActive(places[place]);
  }

  return (
    <div className="mt-7">
      <div
        ref={list}
        role="listbox"
        aria-disabled={locked}
        tabIndex={locked ? -1 : 0}
        aria-label="Entries to put in order"
        aria-describedby={locked ? undefined : "ordering"}
        aria-activedescendant={locked ? undefined : `entry-${active}`}
        onKeyDown={press}
        onClick={choose}
        onPointerDown={grab}
        onBlur={() => setHeld(null)}
        onPointerMove={drag.move}
        onPointerUp={drag.drop}
        onPointerCancel={drag.cancel}
        className="flex flex-col gap-2.5 rounded-control outline-offset-4"
      >
        {places.map((entry, place) => {
          const mark = marks?.[entry];
          return (
            <div
              key={entry}
              id={`entry-${entry}`}
              data-row
              role="option"
              aria-selected={!locked && entry === active}
              style={{ transform: `translateY(${drag.shiftOf(place)}px)` }}
              className={`flex min-h-14 items-center gap-3 rounded-control border-2 py-1 pr-2 pl-4 font-serif text-lg ${locked ? "" : "cursor-grab select-none"} ${drag.dragged === null ? "" : place === drag.dragged ? "z-10 cursor-grabbing shadow-lg" : "motion-safe:transition-transform motion-safe:duration-100"} ${colour(mark, !locked && entry === active, held !== null)}`}
            >
              <span aria-hidden className="w-4 shrink-0 font-mono text-sm text-soft">
                {mark ? (isRight(mark) ? "✓" : "✕") : place + 1}
              </span>
              <RichSpan html={asked.entries[entry].html} className="min-w-0 grow scrolls-wide" />
              <span className="flex w-18 shrink-0 justify-end font-sans text-sm">
                {locked ? mark && <Placed mark={mark} /> : <Handle />}
              </span>
            </div>
          );
        })}
      </div>
      {!locked && (
        <div className="mt-5 flex flex-wrap items-center gap-2.5">
          {(["up", "down"] as const).map((way) => {
            const to = way === "up" ? at - 1 : at + 1;
            return (
              <button
                key={way}
                type="button"
                aria-disabled={to < 0 || to >= places.length}
                onClick={() => put(active, to)}
                className="min-h-11 cursor-pointer rounded-control border-2 border-line bg-card px-4 aria-disabled:cursor-default aria-disabled:text-soft"
              >
                <span aria-hidden>{way === "up" ? "↑" : "↓"} </span>
                Move {way}
                <span className="sr-only">: {asked.entries[active].name}</span>
              </button>
            );
          })}
          <p id="ordering" className="text-sm text-soft">
            Drag an entry, or choose one and move it.
            <span className="hidden sm:inline"> Keys: ↑ ↓ choose, Alt + ↑ ↓ or a digit moves.</span>
          </p>
        </div>
      )}
      <p role="status" className="sr-only">
        {said}
      </p>
    </div>
  );
}

function Handle() {
  return (
    <span data-handle aria-hidden className="grid size-11 touch-none place-items-center text-soft">
      <svg viewBox="0 0 12 20" className="h-5" fill="currentColor">
        {[2, 10, 18].map((y) => [2, 10].map((x) => <circle key={`${x},${y}`} cx={x} cy={y} r="1.8" />))}
      </svg>
    </span>
  );
}

function Placed({ mark }: { mark: Marks[number] }) {
  const words = mark.early ? (mark.late ? "misplaced" : "too early") : mark.late ? "too late" : "right";
  return <span className={isRight(mark) ? "text-correct" : "text-wrong"}>{words}</span>;
}

const isRight = ({ early, late }: Marks[number]) => !early && !late;

function colour(mark: Marks[number] | undefined, active: boolean, held: boolean): string {
  if (mark) return isRight(mark) ? "border-correct bg-correct-bg" : "border-wrong bg-wrong-bg";
  if (!active) return "border-line bg-card";
  return held ? "border-dashed border-accent bg-card" : "border-accent bg-card";
}
