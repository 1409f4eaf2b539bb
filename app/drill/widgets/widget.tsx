import type { Draft } from "../draft.ts";
import type { AskedView, MarkedView } from "../view.ts";
import { ChoiceInput } from "./choice.tsx";
import { ClozeInput } from "./cloze.tsx";
import { NumericInput } from "./numeric.tsx";
import { RecallInput } from "./recall.tsx";
import { TensorInput } from "./tensor.tsx";

interface Props {
  asked: AskedView;
  draft: Draft;
  marked: MarkedView | null;
  onChange: (draft: Draft) => void;
  onTick: (point: number) => void;
}

/** The way a kind of question is answered: the one list of kinds on this page. */
export function Widget({ asked, draft, marked, onChange, onTick }: Props) {
  const locked = marked !== null;
  if (asked.kind === "numeric" && draft.kind === "numeric" && !locked)
    return (
      <NumericInput {...asked} text={draft.text} locked={locked} onChange={(text) => onChange({ ...draft, text })} />
    );
  if (asked.kind === "tensor" && draft.kind === "tensor" && (!marked || marked.entries))
    return (
      <TensorInput
        {...asked}
        cells={draft.cells}
        locked={locked}
        entries={marked?.entries ?? null}
        onChange={(cells) => onChange({ ...draft, cells })}
      />
    );
  if (asked.kind === "choice" && draft.kind === "choice")
    return (
      <ChoiceInput
        options={asked.options}
        chosen={draft.option}
        locked={locked}
        marked={marked?.options ?? null}
        onChange={(option) => onChange({ ...draft, option })}
      />
    );
  if (asked.kind === "cloze" && draft.kind === "cloze" && !locked)
    return <ClozeInput texts={draft.texts} locked={locked} onChange={(texts) => onChange({ ...draft, texts })} />;
  if (asked.kind === "recall" && draft.kind === "recall")
    return (
      <RecallInput
        {...draft}
        revealed={asked.revealed}
        locked={locked}
        onText={(text) => onChange({ ...draft, text })}
        onTick={onTick}
      />
    );
  return null;
}
