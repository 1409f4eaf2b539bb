import type { ChallengeDefinition } from "#lib/challenge/challenge.ts";
import { activationDerivatives } from "./activations/challenges/activation-derivatives/cases.ts";
import { softmax } from "./activations/challenges/softmax/cases.ts";
import { scaledDotProductAttention } from "./attention/challenges/scaled-dot-product-attention/cases.ts";
import { autogradValue } from "./backprop/challenges/autograd-value/cases.ts";
import { denseLayer } from "./backprop/challenges/dense-layer/cases.ts";
import { lossesWithGradients } from "./backprop/challenges/losses-with-gradients/cases.ts";
import { conv2dForward } from "./cnn/challenges/conv2d-forward/cases.ts";
import { heAndXavier } from "./initialization/challenges/he-and-xavier/cases.ts";
import { batchNorm } from "./normalization/challenges/batch-norm/cases.ts";
import { layerNorm } from "./normalization/challenges/layer-norm/cases.ts";
import { adamStep } from "./optimizers/challenges/adam-step/cases.ts";
import { clipByNorm } from "./vanishing/challenges/clip-by-norm/cases.ts";

/** Every coding challenge, in the order of the areas. */
export const challenges: readonly ChallengeDefinition[] = [
  activationDerivatives,
  softmax,
  autogradValue,
  denseLayer,
  lossesWithGradients,
  adamStep,
  heAndXavier,
  clipByNorm,
  layerNorm,
  batchNorm,
  conv2dForward,
  scaledDotProductAttention,
];

const bySlug = new Map(challenges.map((one) => [one.slug, one]));

/** The challenge with this slug, or null when the content no longer has it. */
export function challengeOf(slug: string): ChallengeDefinition | null {
  return bySlug.get(slug) ?? null;
}
