import type { ExamOutlook } from "#lib/schedule/exam-outlook.ts";
import { dayInWords } from "./day-words.ts";
import { percent } from "./words.ts";

const SIZE = { width: 360, height: 262 };
const INNER = { left: 46, right: 344, top: 22, bottom: 216 };
/** Least distance of two labels at the ends of lines. */
const LABEL_GAP = 17;
const SHARES = [0, 0.2, 0.4, 0.6, 0.8, 1];

const BLUE = { line: "stroke-[#0072b2] dark:stroke-[#56b4e9]", text: "fill-[#0072b2] dark:fill-[#56b4e9]" };
const VERMILION = { line: "stroke-[#d55e00] dark:stroke-[#e69f00]", text: "fill-[#b04d00] dark:fill-[#e69f00]" };

/** Expected recall on each morning until the date: with the plan, and if nothing were studied any more. */
export function RecallPlot({ outlook, today }: { outlook: ExamOutlook; today: number }) {
  const { days, withPlan, withoutStudy } = outlook;
  const x = (day: number) => INNER.left + ((day - today) / days.length) * (INNER.right - INNER.left);
  const y = (share: number) => INNER.bottom - share * (INNER.bottom - INNER.top);
  const path = (shares: readonly number[]) =>
    shares.map((share, i) => `${i === 0 ? "M" : "L"}${x(today + i).toFixed(1)} ${y(share).toFixed(1)}`).join(" ");
  const plan = [outlook.today, ...days.map(({ next }) => next)];
  const without = [outlook.today, ...days.map(({ nextWithoutStudy }) => nextWithoutStudy)];
  const above = Math.min(y(withPlan), y(withoutStudy) - LABEL_GAP) - 8;
  const below = Math.min(Math.max(y(withoutStudy), y(withPlan) + LABEL_GAP) + 16, INNER.bottom - 5);
  return (
    <svg
      viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
      role="img"
      aria-label={`Expected recall until the date: with the plan it goes from ${percent(outlook.today)} to ${percent(withPlan)}, without study to ${percent(withoutStudy)}`}
      className="w-full max-w-[520px] text-[12px]"
    >
      {SHARES.map((share) => (
        <g key={share}>
          <line x1={INNER.left} x2={INNER.right} y1={y(share)} y2={y(share)} className="stroke-line" />
          <text x={INNER.left - 8} y={y(share) + 4} textAnchor="end" className="fill-soft tabular-nums">
            {percent(share)}
          </text>
        </g>
      ))}
      {ticksOf(today, days.length).map(({ day, anchor }) => (
        <text key={day} x={x(day)} y={INNER.bottom + 20} textAnchor={anchor} className="fill-soft tabular-nums">
          {dayInWords(day)}
        </text>
      ))}
      <text x={INNER.left} y={INNER.top - 10} className="fill-ink">
        expected recall
      </text>
      <text x={INNER.right} y={INNER.bottom + 40} textAnchor="end" className="fill-ink">
        day
      </text>
      <path d={path(without)} fill="none" strokeWidth={2} strokeDasharray="5 4" className={VERMILION.line} />
      <path d={path(plan)} fill="none" strokeWidth={2.5} className={BLUE.line} />
      <circle cx={x(today + days.length)} cy={y(withPlan)} r={4} className={BLUE.text} />
      <circle cx={x(today + days.length)} cy={y(withoutStudy)} r={4} className={VERMILION.text} />
      <text x={INNER.right} y={Math.max(above, INNER.top - 8)} textAnchor="end" className={`${BLUE.text} font-medium`}>
        with the plan {percent(withPlan)}
      </text>
      <text x={INNER.right} y={below} textAnchor="end" className={`${VERMILION.text} font-medium`}>
        without study {percent(withoutStudy)}
      </text>
    </svg>
  );
}

/** Today, the date and, where there is room, one or two days between. */
function ticksOf(today: number, days: number): { day: number; anchor: "start" | "middle" | "end" }[] {
  const between = days >= 9 ? [Math.round(days / 3), Math.round((2 * days) / 3)] : [];
  return [
    { day: today, anchor: "start" },
    ...between.map((after) => ({ day: today + after, anchor: "middle" as const })),
    { day: today + days, anchor: "end" },
  ];
}
