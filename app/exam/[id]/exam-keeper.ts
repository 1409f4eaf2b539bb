import type { ExamInput } from "#lib/exam/program-answer.ts";
import type { Certainty } from "#lib/grade/verdict.ts";
import type { QuestionState } from "../view.ts";

/** What can be changed about a question beside the seconds it is looked at. */
const PARTS = ["answer", "certainty", "flagged", "skipped"] as const;
type Part = (typeof PARTS)[number];

/** What is sent of a question; what is absent did not change. */
export interface Change {
  place: number;
  answer?: { value: ExamInput | null; typedAt: number };
  certainty?: Certainty | null;
  flagged?: boolean;
  skipped?: boolean;
  seconds: number;
}

/** What the server made of it. */
export type Sent =
  | { kind: "saved"; spent: number; answer: { value: ExamInput | null; typedAt: number } }
  | { kind: "over" }
  | { kind: "refused" };

/** What this browser keeps of a question until the server has it. */
export interface Unsent extends QuestionState {
  parts: Part[];
}

export interface Keeping {
  states: readonly QuestionState[];
  /** This browser's own, by place; null takes it out. */
  local: { read: (place: number) => Unsent | null; write: (place: number, unsent: Unsent | null) => void };
  /** Rejects when it did not arrive. */
  send: (change: Change) => Promise<Sent>;
  /** Milliseconds of the exam that have passed. */
  now: () => number;
  /** Hears with each answer of the server how many seconds have passed by its clock. */
  onSpent: (spent: number) => void;
}

export type Saving = "saved" | "saving" | "unsent" | "refused" | "over";

/** Milliseconds after the last change until it is sent, and until one that did not arrive is sent again. */
const PAUSE = 600;
const AGAIN = 3000;

/**
 * The answers of an exam while it goes on: kept in the browser at once, sent to the server a moment later. Times are
 * those of the exam, which no clock that is set can change.
 */
export class ExamKeeper {
  readonly #keeping: Keeping;
  readonly #unsent = new Map<number, Set<Part>>();
  readonly #listeners = new Set<() => void>();
  #states: readonly QuestionState[];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sending: Promise<void> | null = null;
  #trouble: "unsent" | "refused" | "over" | null = null;

  constructor(keeping: Keeping) {
    this.#keeping = keeping;
    this.#states = keeping.states;
  }

  states = (): readonly QuestionState[] => this.#states;

  saving = (): Saving => {
    if (this.#trouble === "over" || this.#trouble === "refused") return this.#trouble;
    if (this.#unsent.size === 0 && this.#sending === null) return "saved";
    return this.#trouble ?? "saving";
  };

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes in what this browser still has to send, as after a reload. */
  readLocal(): void {
    for (const place of this.#states.keys()) {
      const unsent = this.#keeping.local.read(place);
      if (!unsent || unsent.parts.length === 0) continue;
      const known = this.#states[place];
      const parts = unsent.parts.filter((part) => part !== "answer" || unsent.typedAt > known.typedAt);
      this.#set(place, this.#merged(known, unsent, parts));
      for (const part of parts) this.#mark(place, part);
    }
    if (this.#unsent.size > 0) this.#sendSoon(0);
    this.#tell();
  }

  /** Takes in what the server has, as another tab may have left it; what was changed here since stays. */
  readServer(states: readonly QuestionState[]): void {
    for (const [place, state] of states.entries()) {
      const own = this.#unsent.get(place);
      const known = this.#states[place];
      const parts = PARTS.filter((part) => (part === "answer" ? state.typedAt > known.typedAt : !own?.has(part)));
      if (parts.includes("answer")) own?.delete("answer");
      this.#set(place, { ...this.#merged(known, state, parts), seconds: Math.max(known.seconds, state.seconds) });
    }
    this.#tell();
  }

  answer(place: number, value: ExamInput | null): void {
    // Later than what it replaces, even where this page has heard of less time than another.
    const typedAt = Math.max(Math.round(this.#keeping.now()), this.#states[place].typedAt + 1);
    this.#change(
      place,
      { answer: value, typedAt, skipped: false },
      value === null ? ["answer"] : ["answer", "skipped"],
    );
  }

  certain(place: number, certainty: Certainty | null): void {
    this.#change(place, { certainty }, ["certainty"]);
  }

  flag(place: number, flagged: boolean): void {
    this.#change(place, { flagged }, ["flagged"]);
  }

  skip(place: number): void {
    this.#change(place, { skipped: true }, ["skipped"]);
  }

  /** Adds seconds that a question was looked at; they go along with what is sent next. */
  looked(place: number, seconds: number): void {
    const state = this.#states[place];
    this.#set(place, { ...state, seconds: state.seconds + seconds });
  }

  /** Sends the seconds of a question that is left. */
  left(place: number): void {
    if (!this.#unsent.has(place)) this.#unsent.set(place, new Set());
    this.#sendSoon(PAUSE);
  }

  /** Sends what is not there yet, now. Resolves to whether everything arrived. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    while (this.#sending) await this.#sending;
    await this.#sendAll();
    return this.#unsent.size === 0;
  }

  /** Sends what did not arrive, as when the connection is back. */
  retry(): void {
    if (this.#unsent.size > 0) this.#sendSoon(0);
  }

  #change(place: number, changed: Partial<QuestionState>, parts: Part[]): void {
    this.#set(place, { ...this.#states[place], ...changed });
    for (const part of parts) this.#mark(place, part);
    this.#keep(place);
    this.#sendSoon(PAUSE);
    this.#tell();
  }

  #set(place: number, state: QuestionState): void {
    this.#states = this.#states.with(place, state);
  }

  #mark(place: number, part: Part): void {
    const parts = this.#unsent.get(place) ?? new Set();
    this.#unsent.set(place, parts.add(part));
  }

  /** Keeps in the browser what is not sent of a question. */
  #keep(place: number): void {
    const parts = [...(this.#unsent.get(place) ?? [])];
    this.#keeping.local.write(place, parts.length === 0 ? null : { ...this.#states[place], parts });
  }

  #merged(known: QuestionState, from: QuestionState, parts: readonly Part[]): QuestionState {
    return {
      ...known,
      ...(parts.includes("answer") && { answer: from.answer, typedAt: from.typedAt }),
      ...(parts.includes("certainty") && { certainty: from.certainty }),
      ...(parts.includes("flagged") && { flagged: from.flagged }),
      ...(parts.includes("skipped") && { skipped: from.skipped }),
    };
  }

  #sendSoon(wait: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#sendAll(), wait);
  }

  async #sendAll(): Promise<void> {
    if (this.#trouble === "over") return;
    if (this.#sending) {
      this.#sendSoon(PAUSE);
      return;
    }
    this.#sending = this.#sendEach();
    this.#tell();
    await this.#sending;
    this.#sending = null;
    if (this.#trouble === "unsent") this.#sendSoon(AGAIN);
    this.#tell();
  }

  async #sendEach(): Promise<void> {
    for (const [place, parts] of Array.from(this.#unsent)) {
      const change = this.#changeOf(place, parts);
      this.#unsent.delete(place);
      try {
        this.#took(place, change, await this.#keeping.send(change));
      } catch {
        for (const part of parts) this.#mark(place, part);
        if (!this.#unsent.has(place)) this.#unsent.set(place, new Set());
        this.#trouble = "unsent";
        return;
      }
      if (this.#trouble === "over") return;
    }
  }

  #changeOf(place: number, parts: ReadonlySet<Part>): Change {
    const { answer, typedAt, certainty, flagged, skipped, seconds } = this.#states[place];
    return {
      place,
      ...(parts.has("answer") && { answer: { value: answer, typedAt } }),
      ...(parts.has("certainty") && { certainty }),
      ...(parts.has("flagged") && { flagged }),
      ...(parts.has("skipped") && { skipped }),
      seconds,
    };
  }

  #took(place: number, sent: Change, said: Sent): void {
    if (said.kind === "saved") {
      this.#trouble = null;
      this.#keeping.onSpent(said.spent);
      const known = this.#states[place];
      // Not where something was typed here meanwhile: that is sent next.
      if (sent.answer && known.typedAt === sent.answer.typedAt)
        this.#set(place, { ...known, answer: said.answer.value, typedAt: said.answer.typedAt });
      this.#keep(place);
    } else {
      this.#trouble = said.kind;
    }
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
