/** An item of the bank as an exam sees it. */
export interface BankItem {
  itemId: string;
  conceptId: string;
  areaId: string;
  kind: string;
  /** Drawn anew from a seed each time, as a program's questions are; otherwise always the same question. */
  drawn: boolean;
  /** Whether the learner was ever asked it. */
  met: boolean;
  /** Seeds of the variants that were served to the learner. */
  seeds: ReadonlySet<number>;
  /** Seconds the learner is expected to take. */
  seconds: number;
}

export interface BankChallenge {
  challengeId: string;
  areaId: string;
  /** Begun or solved before. */
  met: boolean;
  minutes: number;
}

export interface ExamArea {
  id: string;
  title: string;
  weight: number;
}
