import { type EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";

/** Marks the line, counted from 1, that an error is about; null: none. */
export const setFaultyLine = StateEffect.define<number | null>();

const mark = Decoration.line({ class: "cm-faulty" });

/** The mark goes when its line is edited. */
export const faultyLine = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setFaultyLine)) return markOf(transaction.state, effect.value);
    }
    return transaction.docChanged ? Decoration.none : marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function markOf({ doc }: EditorState, line: number | null): DecorationSet {
  if (line === null || line < 1 || line > doc.lines) return Decoration.none;
  return Decoration.set(mark.range(doc.line(line).from));
}
