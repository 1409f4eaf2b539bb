import { bce, bceWithLogits, crossEntropy, huber, klDivergence, mae } from "#engine/index.ts";
import { nll, smoothL1, tensor, zeros } from "#engine/index.ts";
import { type Builds, describeGolden } from "./golden.ts";

const weight = tensor([0.5, 2, 1]);
const soft = tensor([
  [0.2, 0.5, 0.3],
  [0, 1, 0],
]);
const classes = [2, 0, 1, 0];
const someIgnored = [2, -1, 1, -1];
const ignoreIndex = -1;
const zero = zeros([6]);

const losses: Record<string, Builds[string]> = {
  "mae at its kink": (a) => mae(a, zero, { reduction: "none" }),
  "huber at its bends": (a) => huber(a, zero, { reduction: "none" }),
  "huber, delta 1.5": (a, b) => huber(a, b, { delta: 1.5 }),
  "smoothL1 at its bends": (a) => smoothL1(a, zero, { reduction: "none" }),
  "smoothL1, beta 0.4": (a) => smoothL1(a, zero, { reduction: "none", beta: 0.4 }),
  "bce at 0 and 1": (p) => bce(p, tensor([0, 1, 0, 1, 0.6, 0.5]), { reduction: "none" }),
  "bce, gradient of the target": (p, y) => bce(p, y),
  "bceWithLogits, positive weight": (z) => bceWithLogits(z, soft, { posWeight: weight }),
  "klDivergence, gradient of the target": (q, p) => klDivergence(q, p, { reduction: "batchmean" }),
  "klDivergence, zeros": (q) => klDivergence(q, soft, { reduction: "none" }),
  "klDivergence, logarithms": (q, p) => klDivergence(q, p, { reduction: "batchmean", logTarget: true }),
  "crossEntropy, everything": (z) => crossEntropy(z, someIgnored, { weight, ignoreIndex, labelSmoothing: 0.1 }),
  "crossEntropy, smoothed and masked": (z) => crossEntropy(z, classes, { labelSmoothing: 0.3, reduction: "none" }),
  "crossEntropy, one example, weighted": (z) => crossEntropy(z, 1, { weight, labelSmoothing: 0.2 }),
  "crossEntropy, weights that learn": (z, w) => crossEntropy(z, soft, { weight: w }),
  "crossEntropy, all ignored": (z) => crossEntropy(z, [-1, -1], { ignoreIndex, reduction: "sum" }),
};
for (const reduction of ["mean", "sum", "none"] as const) {
  losses[`mae, ${reduction}`] = (a, b) => mae(a, b, { reduction });
  losses[`huber, ${reduction}`] = (a, b) => huber(a, b, { reduction });
  losses[`smoothL1, ${reduction}`] = (a, b) => smoothL1(a, b, { reduction });
  losses[`bce, ${reduction}`] = (p) => bce(p, soft, { reduction });
  losses[`klDivergence, ${reduction}`] = (q, p) => klDivergence(q, p, { reduction });
  losses[`crossEntropy, class weights, ${reduction}`] = (z) => crossEntropy(z, classes, { weight, reduction });
  losses[`crossEntropy, ignored classes, ${reduction}`] = (z) =>
    crossEntropy(z, tensor(someIgnored), { ignoreIndex, reduction });
  losses[`crossEntropy, label smoothing, ${reduction}`] = (z) =>
    crossEntropy(z, classes, { labelSmoothing: 0.1, reduction });
  losses[`crossEntropy, probabilities with weights and smoothing, ${reduction}`] = (z, y) =>
    crossEntropy(z, y, { weight, labelSmoothing: 0.1, reduction });
  losses[`nll, weights and ignored classes, ${reduction}`] = (z) =>
    nll(z, someIgnored, { weight, ignoreIndex, reduction });
  losses[`nll, weights, ${reduction}`] = (z) => nll(z, classes, { weight, reduction });
}

describeGolden("loss-options", losses);
