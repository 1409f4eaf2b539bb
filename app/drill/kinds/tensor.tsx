import { type Html, RichSpan } from "#app/_ui/rich-text.tsx";
import { NumberGrid } from "../number-grid.tsx";
import type { Widget, WidgetProps } from "./widget.ts";

interface Asked {
  label: Html;
  decides: string;
  shape: [rows: number, columns: number];
}

/** Which entries were right. */
type Marks = boolean[][];

/** A grid of numbers; arrow keys move between cells, and a pasted grid fills them. */
export const tensor: Widget<"tensor", Asked, Marks> = {
  Input: TensorInput,
  staysWhenMarked: true,
  empty: ({ shape: [rows, columns] }) => ({
    kind: "tensor",
    cells: Array.from({ length: rows }, () => Array<string>(columns).fill("")),
  }),
  isEmpty: ({ cells }) => cells.flat().every((cell) => cell === ""),
};

function TensorInput({ asked, draft, onChange, locked, marks }: WidgetProps<"tensor", Asked, Marks>) {
  const { label, decides, shape } = asked;
  // Given up: there is no grid to look at, and the verdict shows the right one.
  if (locked && marks === null) return null;
  return (
    <div className="mt-7">
      <div className="flex flex-wrap items-center gap-3 font-serif text-xl">
        <RichSpan html={label} />
        <span aria-hidden className="katex">
          =
        </span>
        <NumberGrid
          name="Grid"
          autoFocus
          cells={draft.cells}
          locked={locked}
          marks={marks}
          describedBy="reading"
          onChange={(cells) => onChange({ ...draft, cells })}
        />
      </div>
      <p id="reading" className="mt-2 text-sm text-soft">
        {shape.join(" × ")} · {decides}
      </p>
    </div>
  );
}
