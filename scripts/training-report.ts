import { relative } from "node:path";
import type { EngineInfo } from "#engine/index.ts";
import { engineName } from "#lib/training/engine-words.ts";
import type { Standing, TrainingEvent, TrainingResult } from "#lib/training/message.ts";

/** Milliseconds between two lines of progress where a line can't be written over. */
const LINE_EVERY = 5000;
/** Milliseconds between two lines of epochs. */
const EPOCH_EVERY = 1000;

type Started = Extract<TrainingEvent, { kind: "started" }>;

/** Tells people how a run goes: one line that changes in a terminal, a line now and then elsewhere. */
export class TrainingReport {
  private readonly out: NodeJS.WriteStream;
  private readonly clock: () => number;
  private started: Started | null = null;
  private lastProgress = -Infinity;
  private lastEpoch = -Infinity;

  constructor(out: NodeJS.WriteStream, clock: () => number = () => performance.now()) {
    this.out = out;
    this.clock = clock;
  }

  tell(event: TrainingEvent): void {
    switch (event.kind) {
      case "started":
        this.started = event;
        for (const line of introduction(event)) this.line(line);
        return;
      case "progress": {
        if (this.started === null) return;
        const words = progress(event, this.started);
        if (this.out.isTTY) this.over(words);
        else if (this.since("lastProgress", LINE_EVERY)) this.line(words);
        return;
      }
      case "epoch":
        // The last epoch's figures come at the end anyway.
        if (event.step < (this.started?.steps ?? 0) && this.since("lastEpoch", EPOCH_EVERY)) this.line(epoch(event));
        return;
      case "moved":
        this.line(`The GPU failed: ${event.reason}`);
        this.line(`going on from step ${number(event.step)} on ${engineName(event.engine)}`);
    }
  }

  close(result: TrainingResult): void {
    for (const line of conclusion(result, this.started)) this.line(line);
  }

  fail(message: string): void {
    if (this.out.isTTY) this.out.write(CLEAR);
    console.error(message);
  }

  private line(words: string): void {
    this.out.write(`${this.out.isTTY ? CLEAR : ""}${words}\n`);
  }

  private over(words: string): void {
    this.out.write(CLEAR + words.slice(0, this.out.columns - 1));
  }

  private since(last: "lastProgress" | "lastEpoch", milliseconds: number): boolean {
    const now = this.clock();
    if (now - this[last] < milliseconds) return false;
    this[last] = now;
    return true;
  }
}

/** Back to the line's beginning, and all of it wiped. */
const CLEAR = "\r\x1b[2K";

function introduction({ recipe, engine, parameters, examples, step, steps }: Started): string[] {
  const alike = examples.train === examples.test && recipe.data.kind !== "mnist";
  const tested = alike ? "the same to be tested on" : `${number(examples.test)} to be tested on`;
  const from = step === 0 ? "" : `, going on after step ${number(step)} of ${number(steps)}`;
  return [
    `${recipe.name}: ${number(parameters)} parameters, ${number(examples.train)} examples, ${tested}${from}`,
    computedOn(engine),
  ];
}

function computedOn(engine: EngineInfo): string {
  if (engine.withoutGpu !== null) return `computed on ${engineName(engine)}: ${engine.withoutGpu}`;
  return `computed on ${engineName(engine)}${engine.backend === "reference" ? `: ${engine.reason}` : ""}`;
}

function progress(event: Extract<TrainingEvent, { kind: "progress" }>, { recipe, steps }: Started): string {
  const left = ((steps - event.step) * recipe.batchSize) / event.examplesPerSecond;
  return [
    `epoch ${event.epoch}/${recipe.epochs}`,
    `step ${number(event.step)}/${number(steps)}`,
    standing(event.train),
    `${number(Math.round(event.examplesPerSecond))}/s`,
    `${duration(left)} left`,
  ].join("  ");
}

function epoch({ epoch, train, test, seconds }: Extract<TrainingEvent, { kind: "epoch" }>): string {
  return `epoch ${epoch}: ${standing(train)}, tested ${standing(test)}, ${duration(seconds)}`;
}

function conclusion(result: TrainingResult, started: Started | null): string[] {
  const { stopped, step, steps, test, engine, seconds, checkpoint } = result;
  const what = engine.gpu !== null ? "the GPU" : engine.threads === 1 ? "one thread" : `${engine.threads} threads`;
  const file = checkpoint === null ? null : relative("", checkpoint);
  return [
    stopped
      ? `Stopped after step ${number(step)} of ${number(steps)}, ${duration(seconds)} on ${what}.`
      : `Done after ${number(steps)} steps, ${duration(seconds)} on ${what}.`,
    `${percent(test.accuracy)} right of the ${number(started?.examples.test ?? 0)} examples it was tested on, loss ${loss(test)}`,
    ...(file === null ? [] : [stopped ? `To go on: npm run train -- --resume ${file}` : `Kept in ${file}`]),
  ];
}

function standing(of: Standing): string {
  return `loss ${loss(of)}  ${percent(of.accuracy)} right`;
}

function loss({ loss }: Standing): string {
  return loss.toPrecision(3);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

function number(value: number): string {
  return value.toLocaleString("en");
}

function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
