import type { Branch, ExamGain } from "./exam-gain.ts";
import type { Memory } from "./memory-model.ts";

/** One way an item's memory may be on a day to come, with how likely that is. */
export type Atom = Memory & {
  share: number;
  /** Study day of the last answer. */
  day: number;
  /** Whether no answer followed on a later day than the first. */
  once: boolean;
};

/** Ways an item's memory may be that are told apart; beyond that the nearest are taken as one. */
const MOST_ATOMS = 3;

/** What a first answer on `day` leaves: a memory that was read at most, and one that was right. */
export function begunAtoms(branches: readonly Branch[], day: number): Atom[] {
  const atoms = branches.map(({ share, memory: { stability, difficulty }, grade }) => {
    return { atom: { share, stability, difficulty, day, once: true }, failed: grade === "again" };
  });
  return [true, false].flatMap((failed) => {
    const some = atoms.filter((one) => one.failed === failed).map(({ atom }) => atom);
    return some.length > 0 ? [some.reduce(merged)] : [];
  });
}

/** What an atom becomes by a review on `day`: recalled or not. */
export function reviewedAtoms(atom: Atom, day: number, gain: ExamGain): Atom[] {
  const { recall, passed, failed } = gain.reviewed(atom, day - atom.day);
  const after = ({ stability, difficulty }: Memory, share: number): Atom => {
    return { share: atom.share * share, stability, difficulty, day, once: false };
  };
  return [after(passed, recall), after(failed, 1 - recall)];
}

/** The same, as few as are told apart. */
export function condensed(atoms: Atom[]): Atom[] {
  if (atoms.length <= MOST_ATOMS) return atoms;
  const kept = atoms.sort((a, b) => a.stability - b.stability);
  while (kept.length > MOST_ATOMS) {
    let nearest = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i + 1 < kept.length; i++) {
      const blur = apart(kept[i], kept[i + 1]);
      if (blur < least) [nearest, least] = [i, blur];
    }
    kept.splice(nearest, 2, merged(kept[nearest], kept[nearest + 1]));
  }
  return kept;
}

/** What taking two as one would blur: how far apart their stabilities are, by the smaller share. */
function apart(a: Atom, b: Atom): number {
  return Math.log(b.stability / a.stability) * Math.min(a.share, b.share);
}

/** The mean of two: of the logarithms of stabilities, since these are spread over orders of magnitude. */
function merged(a: Atom, b: Atom): Atom {
  const share = a.share + b.share;
  const mean = (x: number, y: number) => (a.share * x + b.share * y) / share;
  return {
    share,
    stability: Math.exp(mean(Math.log(a.stability), Math.log(b.stability))),
    difficulty: mean(a.difficulty, b.difficulty),
    day: Math.round(mean(a.day, b.day)),
    once: a.once && b.once,
  };
}
