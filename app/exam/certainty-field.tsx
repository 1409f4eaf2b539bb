import { CERTAINTY_MARKS } from "#lib/exam/score.ts";

/** Whether the exam is marked by certainty, with what that gives. */
export function CertaintyField({ checked = false }: { checked?: boolean }) {
  const marks = ([1, 2, 3] as const).map((level) => CERTAINTY_MARKS[level]);
  return (
    <label className="mt-5 flex min-h-11 cursor-pointer items-baseline gap-3">
      <input type="checkbox" name="certainty" defaultChecked={checked} className="size-4 accent-accent" />
      <span>
        Mark by certainty
        <span className="block text-sm text-soft">
          Say with each answer how sure you are: a guess, fairly sure, sure. Right gives{" "}
          {marks.map(({ right }) => right).join(", ")} points, wrong takes{" "}
          {marks.map(({ wrong }) => Math.abs(wrong)).join(", ")}.
        </span>
      </span>
    </label>
  );
}
