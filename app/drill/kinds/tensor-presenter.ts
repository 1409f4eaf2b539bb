import { deciding } from "#lib/grade/numeric.ts";
import { tex } from "#lib/item/format.ts";
import { renderInline } from "#lib/text/markdown.ts";
import type { Presenter } from "./presenter.ts";

export const tensor: Presenter<"tensor"> = {
  ask: ({ label, shape, decimals }) => ({
    label: renderInline(`$${label}$`),
    shape,
    decides: deciding(decimals),
  }),
  yours: () => null,
  key: ({ solution }) => renderInline(`$${tex(solution.key)}$`),
  marks: ({ verdict }) => verdict.entries ?? null,
};
