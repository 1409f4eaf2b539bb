import { type Language, LANGUAGES } from "#lib/challenge/language.ts";
import type { DraftView } from "../view.ts";

type Drafts = Partial<Record<Language, DraftView>>;

export interface Keeping {
  starters: Record<Language, string>;
  /** The server's drafts, as the page began. */
  drafts: Drafts;
  /** This browser's own. */
  local: { read: (language: Language) => unknown; write: (language: Language, draft: DraftView) => void };
  /**
   * Sends a draft to the server; rejects when it did not arrive. Resolves to when the server takes it to have been
   * typed, or to null when it does not keep it.
   */
  send: (language: Language, draft: DraftView) => Promise<number | null>;
  now: () => number;
}

export type Saving = "saved" | "saving" | "unsent" | "refused";

/** Milliseconds after the last key until a draft is sent, and until one that did not arrive is sent again. */
const PAUSE = 700;
const AGAIN = 4000;

/** The texts in the editor: kept in the browser at once, sent to the server a moment later. The newest one stays. */
export class DraftKeeper {
  readonly #keeping: Keeping;
  readonly #drafts: Drafts = {};
  readonly #unsent = new Set<Language>();
  readonly #listeners = new Set<() => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sending = false;
  #failed = false;
  #refused = false;

  constructor(keeping: Keeping) {
    this.#keeping = keeping;
    this.#drafts = { ...keeping.drafts };
  }

  /** The newest text known. */
  text(language: Language): string {
    return this.#drafts[language]?.text ?? this.#keeping.starters[language];
  }

  /** Takes in what this browser keeps; call it once the page is alive, and when it is looked at again. */
  readLocal(): Language[] {
    return LANGUAGES.filter((language) => {
      const draft = asDraft(this.#keeping.local.read(language));
      if (!draft || !this.#take(language, draft)) return false;
      // It may never have reached the server.
      this.#unsent.add(language);
      this.#sendSoon(0);
      return true;
    });
  }

  /** Takes in what the server has; the languages whose text is another now. */
  readServer(drafts: Drafts): Language[] {
    return LANGUAGES.filter((language) => {
      const draft = drafts[language];
      return draft !== undefined && this.#take(language, draft);
    });
  }

  /** Keeps what was typed. */
  typed(language: Language, text: string): void {
    if (text === this.text(language)) return;
    // Later than what it replaces, even where that was typed by a clock that runs ahead.
    const typedAt = Math.max(this.#keeping.now(), (this.#drafts[language]?.typedAt ?? 0) + 1);
    const draft = { text, typedAt };
    this.#drafts[language] = draft;
    this.#keeping.local.write(language, draft);
    this.#unsent.add(language);
    this.#sendSoon(PAUSE);
    this.#tell();
  }

  saving = (): Saving => {
    if (this.#unsent.size === 0 && !this.#sending) return this.#refused ? "refused" : "saved";
    return this.#failed ? "unsent" : "saving";
  };

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #take(language: Language, draft: DraftView): boolean {
    const known = this.#drafts[language];
    if (known && known.typedAt >= draft.typedAt) return false;
    const before = this.text(language);
    this.#drafts[language] = draft;
    return draft.text !== before;
  }

  #sendSoon(wait: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#sendAll(), wait);
  }

  async #sendAll(): Promise<void> {
    if (this.#sending) {
      this.#sendSoon(PAUSE);
      return;
    }
    this.#sending = true;
    for (const language of this.#unsent) {
      const draft = this.#drafts[language];
      this.#unsent.delete(language);
      try {
        const typedAt = draft ? await this.#keeping.send(language, draft) : null;
        this.#failed = false;
        this.#refused = typedAt === null;
        if (draft && typedAt !== null) this.#setClock(language, draft, typedAt);
      } catch {
        this.#unsent.add(language);
        this.#failed = true;
        break;
      }
    }
    this.#sending = false;
    if (this.#failed) this.#sendSoon(AGAIN);
    this.#tell();
  }

  /** A clock that runs ahead would make this browser's texts newer than those typed after them elsewhere. */
  #setClock(language: Language, sent: DraftView, typedAt: number): void {
    if (this.#drafts[language] !== sent || typedAt >= sent.typedAt) return;
    const draft = { ...sent, typedAt };
    this.#drafts[language] = draft;
    this.#keeping.local.write(language, draft);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

function asDraft(value: unknown): DraftView | null {
  if (typeof value !== "object" || value === null || !("text" in value) || !("typedAt" in value)) return null;
  const { text, typedAt } = value;
  return typeof text === "string" && typeof typedAt === "number" ? { text, typedAt } : null;
}
