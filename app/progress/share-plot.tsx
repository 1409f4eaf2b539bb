/** One share with its interval, at a place along the horizontal axis. */
export interface Mark {
  /** 0 to 1, between the ends of the horizontal axis. */
  at: number;
  share: number;
  interval: { low: number; high: number };
  /** Written beside the mark. */
  label: string;
}

interface Props {
  /** What the plot shows, for those who do not see it; the table has the numbers. */
  name: string;
  marks: readonly Mark[];
  /** What stands along the horizontal axis, each at its place from 0 to 1. */
  ticks: readonly { at: number; text: string }[];
  across: string;
  up: string;
  /** Least share on the vertical axis. */
  least: number;
  /** A line from corner to corner: what is seen is what was expected. */
  diagonal?: string;
  colour: keyof typeof COLOURS;
}

/** Okabe and Ito's blue and vermilion, and their lighter neighbours on dark ground. */
const COLOURS = {
  blue: "fill-[#0072b2] stroke-[#0072b2] dark:fill-[#56b4e9] dark:stroke-[#56b4e9]",
  vermilion: "fill-[#d55e00] stroke-[#d55e00] dark:fill-[#e69f00] dark:stroke-[#e69f00]",
};

const SIZE = { width: 360, height: 270 };
const INNER = { left: 46, right: 340, top: 16, bottom: 216 };

/** Shares of answers with their 80 % intervals. */
export function SharePlot({ name, marks, ticks, across, up, least, diagonal, colour }: Props) {
  const x = (at: number) => INNER.left + at * (INNER.right - INNER.left);
  const y = (share: number) => INNER.bottom - ((share - least) / (1 - least)) * (INNER.bottom - INNER.top);
  const step = least < 0.5 ? 0.2 : 0.1;
  const shares = Array.from({ length: Math.round((1 - least) / step) + 1 }, (_, i) => 1 - i * step);
  return (
    <svg
      viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
      role="img"
      aria-label={name}
      className="w-full max-w-[440px] text-[12px]"
    >
      {shares.map((share) => (
        <g key={share}>
          <line x1={INNER.left} x2={INNER.right} y1={y(share)} y2={y(share)} className="stroke-line" />
          <text x={INNER.left - 8} y={y(share) + 4} textAnchor="end" className="fill-soft tabular-nums">
            {Math.round(share * 100)} %
          </text>
        </g>
      ))}
      {ticks.map(({ at, text }) => (
        <text key={text} x={x(at)} y={INNER.bottom + 20} textAnchor="middle" className="fill-soft tabular-nums">
          {text}
        </text>
      ))}
      <text x={INNER.right} y={INNER.bottom + 44} textAnchor="end" className="fill-ink">
        {across}
      </text>
      <text x={INNER.left} y={INNER.top - 5} className="fill-ink">
        {up}
      </text>
      {diagonal && (
        <>
          <line x1={x(0)} y1={y(least)} x2={x(1)} y2={y(1)} strokeDasharray="5 4" className="stroke-soft" />
          <text x={x(0.3) + 8} y={y(least + 0.3 * (1 - least)) + 14} className="fill-soft">
            {diagonal}
          </text>
        </>
      )}
      {marks.map(({ at, share, interval, label }) => (
        <g key={at}>
          <line
            x1={x(at)}
            x2={x(at)}
            y1={y(Math.max(least, interval.low))}
            y2={y(interval.high)}
            strokeWidth={2}
            className={COLOURS[colour]}
          />
          <circle cx={x(at)} cy={y(share)} r={4.5} className={COLOURS[colour]} />
          <text x={x(at) + 8} y={y(share) + 4} className="fill-ink tabular-nums">
            {label}
          </text>
        </g>
      ))}
    </svg>
  );
}
