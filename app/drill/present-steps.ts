import "server-only";
import { deciding } from "#lib/grade/numeric.ts";
import type { AskedStep } from "#lib/item/steps.ts";
import { renderInline } from "#lib/text/markdown.ts";
import type { StepView } from "./view.ts";

/** Steps as they are asked, without anything of what they come to. */
export function presentSteps(steps: readonly AskedStep[]): StepView[] {
  return steps.map(({ label, shape, decimals }) => ({
    label: renderInline(`$${label}$`),
    shape,
    decides: deciding(decimals),
  }));
}
