import {
  type Backend,
  EngineError,
  type optim,
  packOptimizer,
  readSafetensors,
  type Tensor,
  unpackOptimizer,
  writeSafetensors,
} from "#engine/index.ts";
import { z } from "zod";
import type { AnyOptimizer } from "./optimizer.ts";
import { readRecipe, type Recipe } from "./recipe.ts";
import type { Score } from "./run.ts";
import { TrainingError } from "./training-error.ts";

/** A run at one moment: all it takes to go on as if it had never stopped. */
export interface Checkpoint {
  readonly recipe: Recipe;
  /** Steps done. */
  readonly step: number;
  /** Of the epoch's steps so far. */
  readonly score: Score;
  readonly scheduler: optim.SchedulerState;
  readonly network: ReadonlyMap<string, Tensor>;
  readonly optimizer: ReturnType<AnyOptimizer["state"]>;
}

const whole = z.int().min(0);
const progressSchema = z.strictObject({
  step: whole,
  score: z.strictObject({ loss: z.number(), right: whole, targets: whole }),
  scheduler: z.strictObject({ t: whole, bases: z.array(z.number()) }),
});

/**
 * A safetensors file: the network's tensors as `network.…`, the optimizer's memory as `optimizer.…`, and the recipe and where
 * the run stands as texts.
 */
export async function packCheckpoint(checkpoint: Checkpoint): Promise<Uint8Array> {
  const { recipe, step, score, scheduler, network } = checkpoint;
  const optimizer = packOptimizer(checkpoint.optimizer);
  const tensors = new Map([
    ...[...network].map(([name, tensor]) => [`network.${name}`, tensor] as const),
    ...[...optimizer.tensors].map(([name, tensor]) => [`optimizer.${name}`, tensor] as const),
  ]);
  const isFloat32 = [...tensors.values()].every(({ backend }) => backend.name !== "reference");
  return writeSafetensors(tensors, {
    dtype: isFloat32 ? "F32" : "F64",
    metadata: {
      ...optimizer.metadata,
      recipe: JSON.stringify(recipe),
      progress: JSON.stringify({ step, score, scheduler }),
    },
  });
}

/** A checkpoint from its bytes. Throws a TrainingError for any other file. */
export function unpackCheckpoint(bytes: Uint8Array, backend?: Backend): Checkpoint {
  try {
    const { tensors, metadata } = readSafetensors(bytes, { backend });
    const { step, score, scheduler } = progressSchema.parse(JSON.parse(metadata["progress"] ?? "null"));
    const parts = { tensors: partOf(tensors, "optimizer."), metadata };
    return {
      recipe: readRecipe(JSON.parse(metadata["recipe"] ?? "null")),
      step,
      score,
      scheduler,
      network: partOf(tensors, "network."),
      optimizer: unpackOptimizer(parts),
    };
  } catch (error) {
    if (!(error instanceof EngineError || error instanceof z.ZodError || error instanceof SyntaxError)) throw error;
    const why = error instanceof z.ZodError ? "it says not where the run stands" : error.message;
    throw new TrainingError("checkpoint", `This is no checkpoint to go on from: ${why}.`, { cause: error });
  }
}

function partOf(tensors: ReadonlyMap<string, Tensor>, prefix: string): Map<string, Tensor> {
  const own = [...tensors].filter(([name]) => name.startsWith(prefix));
  return new Map(own.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}
