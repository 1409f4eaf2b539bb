import type { Program } from "#lib/item/program.ts";
import * as choosingActivations from "./activations/choosing-activations.items.ts";
import * as deadRelu from "./activations/dead-relu.items.ts";
import * as nonlinearity from "./activations/nonlinearity.items.ts";
import * as reluFamily from "./activations/relu-family.items.ts";
import * as sigmoidTanh from "./activations/sigmoid-tanh.items.ts";
import * as smoothActivations from "./activations/smooth-activations.items.ts";
import * as softmax from "./activations/softmax.items.ts";
import * as backpropCost from "./backprop/backprop-cost.items.ts";
import * as chainRule from "./backprop/chain-rule.items.ts";
import * as denseGradients from "./backprop/dense-gradients.items.ts";
import * as gradientAccumulation from "./backprop/gradient-accumulation.items.ts";
import * as gradientChecking from "./backprop/gradient-checking.items.ts";
import * as outputGradients from "./backprop/output-gradients.items.ts";
import * as twoLayerBackward from "./backprop/two-layer-backward.items.ts";
import * as adam from "./optimizers/adam.items.ts";
import * as adamw from "./optimizers/adamw.items.ts";
import * as adaptiveRates from "./optimizers/adaptive-rates.items.ts";
import * as gradientDescent from "./optimizers/gradient-descent.items.ts";
import * as lossLandscape from "./optimizers/loss-landscape.items.ts";
import * as miniBatches from "./optimizers/mini-batches.items.ts";
import * as momentum from "./optimizers/momentum.items.ts";
import * as optimizerMemory from "./optimizers/optimizer-memory.items.ts";
import * as explodingGradients from "./vanishing/exploding-gradients.items.ts";
import * as gradientClipping from "./vanishing/gradient-clipping.items.ts";
import * as gradientProducts from "./vanishing/gradient-products.items.ts";
import * as residualConnections from "./vanishing/residual-connections.items.ts";
import * as saturation from "./vanishing/saturation.items.ts";
import * as vanishingRemedies from "./vanishing/vanishing-remedies.items.ts";

const modules = [
  choosingActivations,
  deadRelu,
  nonlinearity,
  reluFamily,
  sigmoidTanh,
  smoothActivations,
  softmax,
  backpropCost,
  chainRule,
  denseGradients,
  gradientAccumulation,
  gradientChecking,
  outputGradients,
  twoLayerBackward,
  adam,
  adamw,
  adaptiveRates,
  gradientDescent,
  lossLandscape,
  miniBatches,
  momentum,
  optimizerMemory,
  explodingGradients,
  gradientClipping,
  gradientProducts,
  residualConnections,
  saturation,
  vanishingRemedies,
];

/** Every computed item of the bank. */
export const programs: readonly Program[] = modules.flatMap((module) => Object.values(module));

const byItem = new Map(programs.map((program) => [program.item, program]));

/** The program of a computed item, or null when the content no longer has it. */
export function programOf(item: string): Program | null {
  return byItem.get(item) ?? null;
}
