"""Golden values of further losses and of the options of cross-entropy, from PyTorch in float64.

Remake:  python3 test/golden/engine/loss_options.py
Writes loss-options.json beside itself; test/unit/engine/golden-losses.test.ts builds the same cases by name.
"""

import math

import torch
import torch.nn.functional as F

from golden import case, draw, index, save

weight = torch.tensor([0.5, 2.0, 1.0])
soft = torch.tensor([[0.2, 0.5, 0.3], [0.0, 1.0, 0.0]])
classes = index(2, 0, 1, 0)
some_ignored = index(2, -1, 1, -1)
kinks = torch.tensor([0.0, 0.4, 1.0, -1.5, 2.0, -math.inf])
zero = torch.zeros(6)
edges = torch.tensor([0.0, 0.0, 1.0, 1.0, 0.3, 0.0])
binary = torch.tensor([0.0, 1.0, 0.0, 1.0, 0.6, 0.5])

losses = {
    "mae at its kink": case(lambda a: F.l1_loss(a, zero, reduction="none"), kinks),
    "huber at its bends": case(lambda a: F.huber_loss(a, zero, reduction="none"), kinks),
    "huber, delta 1.5": case(lambda a, b: F.huber_loss(a, b, delta=1.5), draw(2, 4), draw(2, 4)),
    "smoothL1 at its bends": case(lambda a: F.smooth_l1_loss(a, zero, reduction="none"), kinks),
    "smoothL1, beta 0.4": case(lambda a: F.smooth_l1_loss(a, zero, reduction="none", beta=0.4), kinks),
    "bce at 0 and 1": case(lambda p: F.binary_cross_entropy(p, binary, reduction="none"), edges),
    "bce, gradient of the target": case(
        lambda p, y: F.binary_cross_entropy(p, y), draw(2, 3, low=0.05, high=0.95), draw(2, 3, low=0, high=1)
    ),
    "bceWithLogits, positive weight": case(
        lambda z: F.binary_cross_entropy_with_logits(z, soft, pos_weight=weight), draw(2, 3)
    ),
    "klDivergence, gradient of the target": case(
        lambda q, p: F.kl_div(q, p, reduction="batchmean"), draw(2, 3), draw(2, 3, low=0.1, high=1)
    ),
    "klDivergence, zeros": case(lambda q: F.kl_div(q, soft, reduction="none"), draw(2, 3)),
    "klDivergence, logarithms": case(
        lambda q, p: F.kl_div(q, p, reduction="batchmean", log_target=True), draw(2, 3), draw(2, 3)
    ),
    "crossEntropy, everything": case(
        lambda z: F.cross_entropy(z, some_ignored, weight=weight, ignore_index=-1, label_smoothing=0.1), draw(4, 3)
    ),
    "crossEntropy, smoothed and masked": case(
        lambda z: F.cross_entropy(z, classes, label_smoothing=0.3, reduction="none"), draw(4, 3)
    ),
    "crossEntropy, one example, weighted": case(
        lambda z: F.cross_entropy(z, torch.tensor(1), weight=weight, label_smoothing=0.2), draw(3)
    ),
    "crossEntropy, weights that learn": case(lambda z, w: F.cross_entropy(z, soft * w), draw(2, 3), weight),
    "crossEntropy, all ignored": case(
        lambda z: F.cross_entropy(z, index(-1, -1), ignore_index=-1, reduction="sum"), draw(2, 3)
    ),
}
for reduction in ("mean", "sum", "none"):
    losses[f"mae, {reduction}"] = case(lambda a, b: F.l1_loss(a, b, reduction=reduction), draw(2, 3), draw(2, 3))
    losses[f"huber, {reduction}"] = case(lambda a, b: F.huber_loss(a, b, reduction=reduction), draw(2, 3), draw(2, 3))
    losses[f"smoothL1, {reduction}"] = case(
        lambda a, b: F.smooth_l1_loss(a, b, reduction=reduction), draw(2, 3), draw(2, 3)
    )
    losses[f"bce, {reduction}"] = case(
        lambda p: F.binary_cross_entropy(p, soft, reduction=reduction), draw(2, 3, low=0.05, high=0.95)
    )
    losses[f"klDivergence, {reduction}"] = case(
        lambda q, p: F.kl_div(q, p, reduction=reduction), draw(2, 3), draw(2, 3, low=0.1, high=1)
    )
    losses[f"crossEntropy, class weights, {reduction}"] = case(
        lambda z: F.cross_entropy(z, classes, weight=weight, reduction=reduction), draw(4, 3)
    )
    losses[f"crossEntropy, ignored classes, {reduction}"] = case(
        lambda z: F.cross_entropy(z, some_ignored, ignore_index=-1, reduction=reduction), draw(4, 3)
    )
    losses[f"crossEntropy, label smoothing, {reduction}"] = case(
        lambda z: F.cross_entropy(z, classes, label_smoothing=0.1, reduction=reduction), draw(4, 3)
    )
    losses[f"crossEntropy, probabilities with weights and smoothing, {reduction}"] = case(
        lambda z, y: F.cross_entropy(z, y, weight=weight, label_smoothing=0.1, reduction=reduction), draw(2, 3), soft
    )
    losses[f"nll, weights and ignored classes, {reduction}"] = case(
        lambda z: F.nll_loss(z, some_ignored, weight=weight, ignore_index=-1, reduction=reduction), draw(4, 3)
    )
    losses[f"nll, weights, {reduction}"] = case(
        lambda z: F.nll_loss(z, classes, weight=weight, reduction=reduction), draw(4, 3)
    )

save("loss-options", losses, "loss_options.py")
