import { default_w, FSRSVersion } from "ts-fsrs";

export type Grade = "again" | "hard" | "good" | "easy";

export const GRADES: readonly Grade[] = ["again", "hard", "good", "easy"];

/** What the scheduler knows of one item for one learner: plain data, stored as it is, rebuilt by folding the log. */
export type CardState = {
  state: "new" | "learning" | "review" | "relearning";
  /** The instant from which it may be asked: for whole days the start of the study day, by the offset known when rated. */
  due: Date;
  /** Days after which recall is expected to be 90%; 0 while new, else 0.001 to 36,500. */
  stability: number;
  /** 1 (easy) to 10 (hard); 0 while new. */
  difficulty: number;
  /** Whole study days from the last review to the next; 0 while new or in a step of minutes. */
  scheduledDays: number;
  /** Index of the current (re)learning step. */
  learningSteps: number;
  reps: number;
  lapses: number;
  /** Null exactly while new. */
  lastReview: Date | null;
  /** Study day of the last review in the learner's calendar then, days since 1970-01-01; null exactly while new. */
  lastReviewDay: number | null;
  /** True from a wrong answer given with confidence until the card is next passed after an interval of days. */
  confidentError: boolean;
};

/** Everything a scheduling decision depends on beside the card. */
export type ScheduleContext = {
  now: Date;
  /** Minutes east of UTC at `now` (India 330, New York in winter −300): the negative of `Date#getTimezoneOffset`. */
  utcOffsetMinutes: number;
  /** Local hour, 0 to 23, at which a study day begins. */
  rolloverHour: number;
  /** Recall probability, between 0 and 1, at which a card falls due. */
  desiredRetention: number;
  /** Longest interval in whole days. */
  maximumInterval: number;
  /** The 21 weights of FSRS-6. */
  parameters: readonly number[];
  parametersVersion: string;
  /**
   * How many times as stable as by the parameters this learner's memory is (see `fitStabilityFactor`); absent: once.
   * It acts on predicted recall and on intervals; the stability of cards stays that of the parameters.
   */
  stabilityFactor?: number;
  /** Minutes, each under a day; empty: the first answer already gives an interval of days. */
  learningSteps: readonly number[];
  /** Minutes after a lapse, each under a day; empty: a lapse comes back after days. */
  relearningSteps: readonly number[];
  /** Spreads intervals of three days and more by a few per cent, the same way for the same seed; absent: no spread. */
  fuzzSeed?: string;
};

/** Names this scheduler and what it wraps; written into every log row. */
export const ALGORITHM_VERSION = `epoch 1, ts-fsrs ${FSRSVersion}`;

export const DEFAULT_PARAMETERS: readonly number[] = [...default_w];
export const DEFAULT_PARAMETERS_VERSION = "fsrs-6-default";

/** Shortest and longest stability the model holds, in days. */
export const STABILITY_BOUNDS = { least: 0.001, most: 36_500 } as const;

/** A context with defaults for what is not given: a day begins at 4, recall 0.9, at most 365 days, steps of 10 minutes. */
export function scheduleContext(
  given: Pick<ScheduleContext, "now" | "utcOffsetMinutes"> & Partial<ScheduleContext>,
): ScheduleContext {
  return {
    rolloverHour: 4,
    desiredRetention: 0.9,
    maximumInterval: 365,
    parameters: DEFAULT_PARAMETERS,
    parametersVersion: DEFAULT_PARAMETERS_VERSION,
    learningSteps: [10],
    relearningSteps: [10],
    ...given,
  };
}

/** A card never asked, due at once. */
export function newCard(due: Date): CardState {
  return {
    state: "new",
    due,
    stability: 0,
    difficulty: 0,
    scheduledDays: 0,
    learningSteps: 0,
    reps: 0,
    lapses: 0,
    lastReview: null,
    lastReviewDay: null,
    confidentError: false,
  };
}
