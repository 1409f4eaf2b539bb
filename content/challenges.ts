import type { ChallengeDefinition } from "#lib/challenge/challenge.ts";
import { activationDerivatives } from "./activations/challenges/activation-derivatives/cases.ts";
import { geluAndSilu } from "./activations/challenges/gelu-and-silu/cases.ts";
import { linearCollapse } from "./activations/challenges/linear-collapse/cases.ts";
import { softmax } from "./activations/challenges/softmax/cases.ts";
import { temperatureSampling } from "./activations/challenges/temperature-sampling/cases.ts";
import { causalAttention } from "./attention/challenges/causal-attention/cases.ts";
import { embedding } from "./attention/challenges/embedding/cases.ts";
import { multiHeadAttention } from "./attention/challenges/multi-head-attention/cases.ts";
import { positionalEncoding } from "./attention/challenges/positional-encoding/cases.ts";
import { scaledDotProductAttention } from "./attention/challenges/scaled-dot-product-attention/cases.ts";
import { autogradValue } from "./backprop/challenges/autograd-value/cases.ts";
import { debugTrainingScript } from "./backprop/challenges/debug-training-script/cases.ts";
import { denseLayer } from "./backprop/challenges/dense-layer/cases.ts";
import { gradientCheck } from "./backprop/challenges/gradient-check/cases.ts";
import { lossesWithGradients } from "./backprop/challenges/losses-with-gradients/cases.ts";
import { trainingLoop } from "./backprop/challenges/training-loop/cases.ts";
import { conv2dBackward } from "./cnn/challenges/conv2d-backward/cases.ts";
import { conv2dForward } from "./cnn/challenges/conv2d-forward/cases.ts";
import { maxPool } from "./cnn/challenges/max-pool/cases.ts";
import { outputSizeAndReceptiveField } from "./cnn/challenges/output-size-and-receptive-field/cases.ts";
import { classificationMetrics } from "./evaluation/challenges/classification-metrics/cases.ts";
import { debugClassifier } from "./evaluation/challenges/debug-classifier/cases.ts";
import { kFold } from "./evaluation/challenges/k-fold/cases.ts";
import { standardiseWithoutLeakage } from "./evaluation/challenges/standardise-without-leakage/cases.ts";
import { twoLayerNetwork } from "./forward/challenges/two-layer-network/cases.ts";
import { heAndXavier } from "./initialization/challenges/he-and-xavier/cases.ts";
import { binaryCrossEntropyAndHinge } from "./losses/challenges/binary-cross-entropy-and-hinge/cases.ts";
import { neuron } from "./neuron/challenges/neuron/cases.ts";
import { perceptronRule } from "./neuron/challenges/perceptron-rule/cases.ts";
import { batchNorm } from "./normalization/challenges/batch-norm/cases.ts";
import { layerNorm } from "./normalization/challenges/layer-norm/cases.ts";
import { adagradAndRmsprop } from "./optimizers/challenges/adagrad-and-rmsprop/cases.ts";
import { adamStep } from "./optimizers/challenges/adam-step/cases.ts";
import { adamwStep } from "./optimizers/challenges/adamw-step/cases.ts";
import { momentumAndNesterov } from "./optimizers/challenges/momentum-and-nesterov/cases.ts";
import { dropout } from "./regularization/challenges/dropout/cases.ts";
import { earlyStopping } from "./regularization/challenges/early-stopping/cases.ts";
import { l1AndL2 } from "./regularization/challenges/l1-and-l2/cases.ts";
import { gruCell } from "./rnn/challenges/gru-cell/cases.ts";
import { lstmCell } from "./rnn/challenges/lstm-cell/cases.ts";
import { rnnAndBptt } from "./rnn/challenges/rnn-and-bptt/cases.ts";
import { nextTokenLoss } from "./scale/challenges/next-token-loss/cases.ts";
import { learningRateSchedules } from "./schedules/challenges/learning-rate-schedules/cases.ts";
import { reduceOnPlateau } from "./schedules/challenges/reduce-on-plateau/cases.ts";
import { clipByNorm } from "./vanishing/challenges/clip-by-norm/cases.ts";
import { residualBlock } from "./vanishing/challenges/residual-block/cases.ts";

/** Every coding challenge, in the order of the areas and then of levels. */
export const challenges: readonly ChallengeDefinition[] = [
  neuron,
  perceptronRule,
  activationDerivatives,
  linearCollapse,
  softmax,
  geluAndSilu,
  temperatureSampling,
  twoLayerNetwork,
  binaryCrossEntropyAndHinge,
  denseLayer,
  gradientCheck,
  lossesWithGradients,
  autogradValue,
  debugTrainingScript,
  trainingLoop,
  adagradAndRmsprop,
  adamStep,
  adamwStep,
  momentumAndNesterov,
  learningRateSchedules,
  reduceOnPlateau,
  heAndXavier,
  clipByNorm,
  residualBlock,
  batchNorm,
  layerNorm,
  l1AndL2,
  dropout,
  earlyStopping,
  standardiseWithoutLeakage,
  classificationMetrics,
  kFold,
  debugClassifier,
  outputSizeAndReceptiveField,
  conv2dForward,
  maxPool,
  conv2dBackward,
  gruCell,
  lstmCell,
  rnnAndBptt,
  positionalEncoding,
  causalAttention,
  embedding,
  scaledDotProductAttention,
  multiHeadAttention,
  nextTokenLoss,
];

const bySlug = new Map(challenges.map((one) => [one.slug, one]));

/** The challenge with this slug, or null when the content no longer has it. */
export function challengeOf(slug: string): ChallengeDefinition | null {
  return bySlug.get(slug) ?? null;
}
