import { deciding } from "#lib/grade/numeric.ts";
import { showNumber } from "#lib/item/format.ts";
import { renderInline, renderPlain } from "#lib/text/markdown.ts";
import type { Presenter } from "./presenter.ts";

export const numeric: Presenter<"numeric"> = {
  ask: ({ label, decimals }) => ({ label: renderInline(`$${label}$`), decides: deciding(decimals) }),
  yours: ({ answer, verdict }) => answer && renderPlain(verdict.read),
  key: ({ solution }) => renderInline(showNumber(solution.key)),
  marks: () => null,
};
