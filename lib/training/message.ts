import type { EngineInfo, EngineOptions } from "#engine/index.ts";
import type { Recipe } from "./recipe.ts";
import type { TrainingFault } from "./training-error.ts";

/** What a run is told at its start. */
export interface TrainingOrder {
  readonly kind: "train";
  /** Anything, to be read as a recipe; null with a checkpoint, whose own counts. */
  readonly recipe: unknown;
  /** The file of a checkpoint to go on from. */
  readonly resume: string | null;
  /** Epochs in all, in place of the recipe's. */
  readonly epochs: number | null;
  /** Steps after which the run stops, as if told to. */
  readonly steps: number | null;
  /** Where checkpoints are written: after each epoch, where the run stops, and at its end. */
  readonly out: string | null;
  readonly engine: Omit<EngineOptions, "gpu" | "work">;
}

export type Command = TrainingOrder | { readonly kind: "stop" };

/** A mean loss, and the share of targets told right. */
export interface Standing {
  readonly loss: number;
  readonly accuracy: number;
}

export type TrainingEvent =
  | {
      readonly kind: "started";
      readonly recipe: Recipe;
      readonly engine: EngineInfo;
      /** Numbers that are learnt. */
      readonly parameters: number;
      readonly examples: { readonly train: number; readonly test: number };
      readonly stepsPerEpoch: number;
      /** Of the whole run, and how many of them were done before. */
      readonly steps: number;
      readonly step: number;
    }
  | {
      readonly kind: "progress";
      /** The epoch that is under way, from 1 on. */
      readonly epoch: number;
      /** Steps done. */
      readonly step: number;
      readonly examplesPerSecond: number;
      /** Of the epoch so far. */
      readonly train: Standing;
      /** The loss of every step since the last such event. */
      readonly losses: readonly number[];
      /** What it runs on by now: threads take part once they have begun. */
      readonly engine: EngineInfo;
    }
  | {
      readonly kind: "epoch";
      readonly epoch: number;
      readonly step: number;
      readonly train: Standing;
      readonly test: Standing;
      readonly seconds: number;
    }
  | {
      /** The GPU failed: the run goes on from its last checkpoint on the CPU, and what was told of later steps is void. */
      readonly kind: "moved";
      /** Steps done by then. */
      readonly step: number;
      /** What failed, in words. */
      readonly reason: string;
      readonly engine: EngineInfo;
    };

/** How a run ended. */
export interface TrainingResult {
  /** Whether it was stopped before its last step. */
  readonly stopped: boolean;
  readonly step: number;
  readonly steps: number;
  /** Epochs finished. */
  readonly epochs: number;
  readonly test: Standing;
  /** What it ran on in the end, with the threads that took part. */
  readonly engine: EngineInfo;
  /** Since it began or went on. */
  readonly seconds: number;
  readonly checkpoint: string | null;
}

export type Reply =
  | TrainingEvent
  | { readonly kind: "ended"; readonly result: TrainingResult }
  | { readonly kind: "failed"; readonly fault: TrainingFault; readonly message: string };
