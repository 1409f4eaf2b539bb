import type { LossCurve } from "./loss-curve.ts";

const SIZE = { width: 440, height: 220 };
const INNER = { left: 44, right: 432, top: 22, bottom: 176 };

/** The loss of a run so far over all of its steps. */
export function LossPlot({ curve: { points, width }, steps }: { curve: LossCurve; steps: number }) {
  const most = Math.max(...points, 0.1);
  const x = (step: number) => INNER.left + (step / Math.max(steps, 1)) * (INNER.right - INNER.left);
  const y = (loss: number) => INNER.bottom - (loss / most) * (INNER.bottom - INNER.top);
  const line = points.map((loss, i) => `${x((i + 0.5) * width).toFixed(1)},${y(loss).toFixed(1)}`).join(" ");
  const last = points.at(-1);
  return (
    <svg
      viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
      role="img"
      aria-label={last === undefined ? "Loss, none yet" : `Loss, from ${points[0].toFixed(2)} to ${last.toFixed(2)}`}
      className="mt-4 w-full max-w-[520px] text-[12px]"
    >
      {[0, 0.5, 1].map((share) => (
        <g key={share}>
          <line x1={INNER.left} x2={INNER.right} y1={y(share * most)} y2={y(share * most)} className="stroke-line" />
          <text x={INNER.left - 8} y={y(share * most) + 4} textAnchor="end" className="fill-soft tabular-nums">
            {(share * most).toFixed(2)}
          </text>
        </g>
      ))}
      <text x={INNER.left} y={INNER.top - 8} className="fill-ink">
        {width === 1 ? "loss of a step" : `loss, means of ${width} steps`}
      </text>
      <text x={INNER.left} y={INNER.bottom + 20} className="fill-soft tabular-nums">
        0
      </text>
      <text x={INNER.right} y={INNER.bottom + 20} textAnchor="end" className="fill-soft tabular-nums">
        {steps > 0 && steps.toLocaleString("en")}
      </text>
      <text x={(INNER.left + INNER.right) / 2} y={INNER.bottom + 36} textAnchor="middle" className="fill-ink">
        steps
      </text>
      <polyline
        points={line}
        fill="none"
        strokeWidth={2}
        strokeLinejoin="round"
        className="stroke-[#0072b2] dark:stroke-[#56b4e9]"
      />
    </svg>
  );
}
