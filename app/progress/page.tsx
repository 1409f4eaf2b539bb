import type { Metadata } from "next";
import type { ReactNode } from "react";
import { type Calibration, type LevelShare, readCalibration, type RecallBin } from "#app/_data/calibration.ts";
import { database } from "#app/_data/client.ts";
import { currentLearner } from "#app/_data/learner.ts";
import { SiteHeader } from "#app/_ui/site-header.tsx";
import { endOverdue } from "#app/exam/end.ts";
import { ENOUGH_ANSWERS, type Share } from "#lib/calibration/calibration.ts";
import { type Mark, SharePlot } from "./share-plot.tsx";
import { percent, ShareTable } from "./share-table.tsx";

export const metadata: Metadata = { title: "Progress" };

export default async function ProgressPage() {
  const db = database();
  const learner = await currentLearner(db);
  await endOverdue(learner);
  const calibration = await readCalibration(db, learner.id);
  return (
    <>
      <SiteHeader current="/progress" />
      <main className="mx-auto max-w-[680px] px-4 pt-10 pb-24">
        <h1 className="font-serif text-4xl font-semibold tracking-tight">Progress</h1>
        {calibration.answers === 0 ? (
          <p className="mt-3 font-serif text-xl text-soft">
            Nothing was answered yet. From {ENOUGH_ANSWERS} answers on, this page says how far your own certainty can be
            trusted.
          </p>
        ) : (
          <Plots calibration={calibration} desired={learner.desiredRetention} />
        )}
      </main>
    </>
  );
}

function Plots({ calibration: { levels, recall }, desired }: { calibration: Calibration; desired: number }) {
  return (
    <>
      <Section
        id="certainty"
        title="How sure you were, and how often right"
        says={ofCertainty(levels)}
        plot={
          levels.some(isTold) && (
            <SharePlot
              name="Share of right answers by how sure you said to be"
              marks={levels
                .filter(isTold)
                .map((level) => markAt(level, level.level === null ? 0 : PLACES[level.level - 1]))}
              ticks={PLACES.map((at, i) => ({ at, text: NAMES[i] }))}
              across="what you said before checking"
              up="answers that were right"
              least={0}
              colour="blue"
            />
          )
        }
      >
        <ShareTable
          caption="Share of right answers by how sure you said to be"
          of="you said"
          came="right"
          rows={levels.map((level) => ({
            ...level,
            name: level.level ? NAMES[level.level - 1] : "nothing, or gave up",
          }))}
        />
      </Section>
      <Section
        id="recall"
        title="What the schedule expected, and what came"
        says={`Questions come back when recall is expected to have sunk to ${percent(desired)} %. Marks on the dashed line: it was as expected; below it, you forget faster than the schedule thinks.`}
        plot={
          recall.some(enough) && (
            <SharePlot
              name="Share of answers recalled by the recall the schedule expected"
              marks={recall
                .filter(enough)
                .map((bin) => markAt(bin, (bin.expected - least(recall)) / (1 - least(recall))))}
              ticks={ticksFrom(least(recall))}
              across="recall the schedule expected, in %"
              up="answers that were recalled"
              least={least(recall)}
              diagonal="as expected"
              colour="vermilion"
            />
          )
        }
      >
        {recall.length === 0 ? (
          <p className="mt-3 text-soft">No question has come back after a day or more yet.</p>
        ) : (
          <ShareTable
            caption="Share of answers recalled by the recall the schedule expected"
            of="expected"
            came="recalled"
            rows={recall.map((bin) => ({ ...bin, name: `${percent(bin.from)} to ${percent(bin.to)} %` }))}
          />
        )}
      </Section>
      <p className="mt-10 text-sm text-soft">
        An interval holds the true share in 8 of 10 cases. Practice and answers taken back are left out.
      </p>
    </>
  );
}

interface SectionProps {
  id: string;
  title: string;
  says: string;
  plot: ReactNode;
  children: ReactNode;
}

function Section({ id, title, says, plot, children }: SectionProps) {
  return (
    <section aria-labelledby={id} className="mt-10">
      <h2 id={id} className="text-lg font-semibold">
        {title}
      </h2>
      <p className="mt-1 text-soft">{says}</p>
      {plot && <div className="mt-4">{plot}</div>}
      {children}
    </section>
  );
}

const NAMES = ["a guess", "fairly sure", "sure"];
/** Where the three levels stand along the axis. */
const PLACES = [0.12, 0.47, 0.82];

const enough = ({ n }: Share) => n >= ENOUGH_ANSWERS;
const isTold = (level: LevelShare) => level.level !== null && enough(level);

function markAt({ n, hits, interval }: Share, at: number): Mark {
  return { at, share: hits / n, interval: interval ?? { low: 0, high: 1 }, label: `${n}` };
}

/** The least share on both axes of the plot of recall, in tens of per cent. */
function least(recall: readonly RecallBin[]): number {
  const lows = recall.filter(enough).flatMap(({ expected, interval }) => [expected, interval?.low ?? 1]);
  return Math.min(0.8, Math.floor(Math.min(...lows) * 10) / 10);
}

function ticksFrom(low: number): { at: number; text: string }[] {
  const step = low < 0.5 ? 20 : 10;
  const count = Math.floor((100 - low * 100) / step) + 1;
  const shares = Array.from({ length: count }, (_, i) => 100 - i * step);
  return shares.map((share) => ({ at: (share / 100 - low) / (1 - low), text: `${share}` }));
}

function ofCertainty(levels: readonly LevelShare[]): string {
  const sure = levels.find(({ level }) => level === 3);
  if (!sure || !enough(sure)) {
    const more = ENOUGH_ANSWERS - (sure?.n ?? 0);
    return `Say before checking how sure you are (G, F or S). From ${ENOUGH_ANSWERS} answers you were sure of, this says how far that can be trusted; ${more} more to go.`;
  }
  const wrong = sure.n - sure.hits;
  return `Of ${sure.n} answers you were sure of, ${sure.hits} were right${wrong > 0 ? ` and ${wrong} wrong; those come back within three days, and first` : ""}.`;
}
