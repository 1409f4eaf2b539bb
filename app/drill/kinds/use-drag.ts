import { type PointerEvent, useRef, useState } from "react";

interface Drag {
  from: number;
  to: number;
  /** How far the dragged row has come, in pixels. */
  by: number;
}

interface Row {
  top: number;
  height: number;
}

/**
 * Dragging the rows of a list with mouse, pen or finger. The rows only look moved until they are let go of, so that
 * the pointer never loses the element it holds.
 */
export function useDrag(onDrop: (from: number, to: number) => void) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const rows = useRef<Row[]>([]);
  const grip = useRef(0);

  function start(event: PointerEvent, list: HTMLElement, from: number) {
    rows.current = [...list.children].map((row) => {
      const { top, height } = row.getBoundingClientRect();
      return { top: top + window.scrollY, height };
    });
    grip.current = event.pageY;
    list.setPointerCapture(event.pointerId);
    setDrag({ from, to: from, by: 0 });
  }

  function follow(event: PointerEvent, { from }: Drag): Drag {
    const by = event.pageY - grip.current;
    const middle = middleOf(rows.current[from]) + by;
    return { from, by, to: rows.current.filter((row, place) => place !== from && middleOf(row) < middle).length };
  }

  function move(event: PointerEvent) {
    if (drag) setDrag(follow(event, drag));
  }

  function drop(event: PointerEvent) {
    if (!drag) return;
    const { from, to } = follow(event, drag);
    setDrag(null);
    if (to !== from) onDrop(from, to);
  }

  /** Where a row appears while another, or itself, is dragged: pixels below its place. */
  function shiftOf(place: number): number {
    if (!drag) return 0;
    const { from, to, by } = drag;
    if (place === from) return by;
    const [first, second] = rows.current;
    const room = rows.current[from].height + second.top - first.top - first.height;
    if (from < place && place <= to) return -room;
    return to <= place && place < from ? room : 0;
  }

  return { dragged: drag?.from ?? null, start, move, drop, cancel: () => setDrag(null), shiftOf };
}

const middleOf = ({ top, height }: Row) => top + height / 2;
