import { normalName, vocabularyOf } from "#lib/expression/names.ts";
import { parseFormula } from "#lib/expression/parse.ts";
import { toTex } from "#lib/expression/to-tex.ts";
import { renderInline, renderPlain } from "#lib/text/markdown.ts";
import type { Presenter } from "./presenter.ts";

export const expression: Presenter<"expression"> = {
  ask: ({ symbols }) => ({
    symbols: symbols.map((name) => ({
      name,
      html: renderInline(`$${toTex({ kind: "symbol", name })}$`),
      typed: /^[A-Za-z]\w*$/.test(name) ? null : normalName(name),
    })),
  }),
  yours: ({ question, answer }) => answer && renderFormula(answer.text, question.symbols),
  key: ({ question, solution }) => renderFormula(solution.key, question.symbols),
  marks: () => null,
};

/** A formula drawn as it is read; one that can't be read as it was written. */
function renderFormula(text: string, symbols: readonly string[]): string {
  const parsed = parseFormula(text, vocabularyOf(symbols));
  return parsed.kind === "formula" ? renderInline(`$\\displaystyle ${toTex(parsed.expression)}$`) : renderPlain(text);
}
