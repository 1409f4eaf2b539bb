import { bestOf, type Comparison, figureOf, type Learners, type Setting } from "./compare.ts";
import { EPOCH, FIXED, POLICIES } from "./policies.ts";

const BEGIN = "<!-- written by npm run bench:policies -- --write -->";
const END = "<!-- end of what is written -->";

/** The page with its figures replaced by those of this run. */
export function replaceFigures(page: string, comparisons: readonly Comparison[], seeds: number): string {
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error("docs/policies.md has lost the marks between which figures are written");
  return `${before}${BEGIN}\n\n${figures(comparisons, seeds)}\n${END}${after}`;
}

/** All figures as markdown. */
export function figures(comparisons: readonly Comparison[], seeds: number): string {
  const of = (learners: Learners, weights: Setting["weights"]) =>
    comparisons.filter(({ setting }) => setting.learners === learners && setting.weights === weights);
  const sections = [
    ["Items of equal weight, mis-modelled learners", of("mis-modelled", "equal")],
    ["Unequal weights (1, 2, 4 or 8), mis-modelled learners", of("mis-modelled", "unequal")],
    ["Learners just as modelled", of("as modelled", "equal")],
    ["Badly mis-modelled learners", of("badly mis-modelled", "equal")],
  ] as const;
  const tables = sections
    .filter(([, some]) => some.length > 0)
    .map(([title, some]) => `### ${title}\n\n${table(some)}`);
  return [
    `Means over ${seeds} learners each.`,
    ...tables,
    `### Where the plan loses\n\n${losses(comparisons)}`,
    "",
  ].join("\n\n");
}

function table(comparisons: readonly Comparison[]): string {
  const head = comparisons.map(({ setting }) => `${setting.days} d, ${setting.minutesPerDay} min`);
  const rows = POLICIES.map(({ name }) => {
    const cells = comparisons.map((comparison) => {
      const { recall } = figureOf(comparison, name);
      const best = Math.max(...comparison.figures.map((figure) => figure.recall));
      return recall === best ? `**${recall.toFixed(3)}**` : recall.toFixed(3);
    });
    return `| ${[name, ...cells].join(" | ")} |`;
  });
  const widest = comparisons.map(({ figures: all }) => `±${Math.max(...all.map(({ error }) => error)).toFixed(3)}`);
  const believed = comparisons.map((comparison) => figureOf(comparison, EPOCH.name).believed.toFixed(3));
  return [
    `| recall on the date | ${head.join(" | ")} |`,
    `|---|${head.map(() => "--:|").join("")}`,
    ...rows,
    `| *uncertainty, at most* | ${widest.join(" | ")} |`,
    `| *what the plan believed of itself* | ${believed.join(" | ")} |`,
  ].join("\n");
}

/** Less than this is not worth a line: a twentieth of a point. */
const LEAST_LEAD = 0.0005;

/** Every setting in which another policy was ahead of the plan. */
function losses(comparisons: readonly Comparison[]): string {
  const lines = comparisons.flatMap((comparison) => {
    const { setting } = comparison;
    const own = figureOf(comparison, EPOCH.name);
    const others = comparison.figures.filter(
      ({ policy, recall }) => policy !== EPOCH.name && recall > own.recall + LEAST_LEAD,
    );
    if (others.length === 0) return [];
    const named = others
      .toSorted((a, b) => b.recall - a.recall)
      .map(({ policy, recall }) => `${policy} by ${(100 * (recall - own.recall)).toFixed(1)} points`);
    return [
      `- ${setting.days} days, ${setting.minutesPerDay} minutes, ${setting.weights} weights, learners ${setting.learners}: ${named.join("; ")}.`,
    ];
  });
  return lines.length > 0 ? lines.join("\n") : "In none of these settings.";
}

const COLOURS = { plan: "#0072b2", fixed: "#d55e00", random: "#009e73" };
const SIZE = { width: 560, height: 330 };
const INNER = { left: 56, right: 400, top: 26, bottom: 270 };

/** Recall by minutes a day over 45 days: the plan, the best fixed retention at each, and random order, as an SVG. */
export function plot(comparisons: readonly Comparison[]): string {
  const some = comparisons
    .filter(
      ({ setting: { days, weights, learners } }) => days === 45 && weights === "equal" && learners === "mis-modelled",
    )
    .toSorted((a, b) => a.setting.minutesPerDay - b.setting.minutesPerDay);
  const most = Math.max(...some.map(({ setting }) => setting.minutesPerDay));
  const x = (minutes: number) => INNER.left + (minutes / most) * (INNER.right - INNER.left);
  const y = (recall: number) => Math.round(10 * (INNER.bottom - recall * (INNER.bottom - INNER.top))) / 10;
  const lines = [
    { name: "Epoch's plan", colour: COLOURS.plan, dash: "", of: (c: Comparison) => figureOf(c, EPOCH.name).recall },
    {
      name: "best fixed retention",
      colour: COLOURS.fixed,
      dash: "7 4",
      of: (c: Comparison) => bestOf(c, FIXED).recall,
    },
    {
      name: "random order",
      colour: COLOURS.random,
      dash: "2 4",
      of: (c: Comparison) => figureOf(c, "random order").recall,
    },
  ];
  const ends = labelPlaces(lines.map(({ of }) => y(of(some[some.length - 1]))));
  const grid = [0, 0.2, 0.4, 0.6, 0.8, 1].map(
    (share) =>
      `<line x1="${INNER.left}" x2="${INNER.right}" y1="${y(share)}" y2="${y(share)}" stroke="#e4dfd4"/>` +
      `<text x="${INNER.left - 8}" y="${y(share) + 4}" text-anchor="end" fill="#6a655c">${Math.round(share * 100)} %</text>`,
  );
  const ticks = some.map(
    ({ setting: { minutesPerDay } }) =>
      `<text x="${x(minutesPerDay).toFixed(1)}" y="${INNER.bottom + 20}" text-anchor="middle" fill="#6a655c">${minutesPerDay}</text>`,
  );
  const curves = lines.map(({ name, colour, dash, of }, i) => {
    const points = some.map((c) => `${x(c.setting.minutesPerDay).toFixed(1)},${y(of(c)).toFixed(1)}`);
    const dots = points
      .map((point) => point.split(","))
      .map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="4" fill="${colour}"/>`);
    return (
      `<polyline points="${points.join(" ")}" fill="none" stroke="${colour}" stroke-width="2"${dash && ` stroke-dasharray="${dash}"`}/>` +
      `${dots.join("")}<text x="${INNER.right + 12}" y="${ends[i].toFixed(1)}" fill="#1d1b18">${name}</text>`
    );
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" font-family="Inter, sans-serif" font-size="12">`,
    "<title>Recall on the day of the exam by minutes of study a day, over 45 days</title>",
    `<rect width="${SIZE.width}" height="${SIZE.height}" fill="#fbfaf6"/>`,
    ...grid,
    ...ticks,
    `<text x="${INNER.left}" y="${INNER.top - 10}" fill="#1d1b18">mean recall of 400 items on the date</text>`,
    `<text x="${INNER.right}" y="${INNER.bottom + 44}" text-anchor="end" fill="#1d1b18">minutes a day, for 45 days</text>`,
    ...curves,
    "</svg>",
    "",
  ].join("\n");
}

/** Heights of labels that do not overlap, each as near to its own as can be, in the order given. */
function labelPlaces(heights: readonly number[]): number[] {
  const places: number[] = [];
  let least = Number.NEGATIVE_INFINITY;
  for (const { height, index } of heights
    .map((height, index) => ({ height, index }))
    .sort((a, b) => a.height - b.height)) {
    least = Math.max(height + 4, least + 16);
    places[index] = least;
  }
  return places;
}
