"""Golden values of convolutions and pooling, from PyTorch in float64.

Remake:  python3 test/golden/engine/windows.py
Writes windows.json beside itself; test/unit/engine/golden-windows.test.ts builds the same cases by name.
"""

import math

import torch
import torch.nn.functional as F

from golden import case, draw, plain, save

NAN, INF = math.nan, math.inf


def second(function):
    """∂/∂inputs of Σ over the inputs of the squared gradients of Σ f²: sees every second derivative."""

    def penalty(*leaves):
        first = torch.autograd.grad((function(*leaves) ** 2).sum(), leaves, create_graph=True)
        return sum((g**2).sum() for g in first)

    return penalty


ties = torch.tensor([[[[1.0, 3.0, 3.0, 0.0], [3.0, 2.0, 3.0, 3.0], [0.0, 0.0, -1.0, -1.0], [0.0, 0.0, -1.0, -1.0]]]])
special = torch.tensor([[[[NAN, 1.0, -INF, -INF], [2.0, NAN, -INF, -INF], [INF, 1.0, 5.0, NAN], [INF, 2.0, NAN, 6.0]]]])

windows = {
    "conv1d": case(F.conv1d, draw(2, 3, 7), draw(4, 3, 3), draw(4)),
    "conv1d, stride 2, padding 1": case(
        lambda x, w, b: F.conv1d(x, w, b, stride=2, padding=1), draw(2, 2, 8), draw(3, 2, 3), draw(3)
    ),
    "conv1d, dilation 2": case(lambda x, w: F.conv1d(x, w, dilation=2), draw(1, 2, 9), draw(2, 2, 3)),
    "conv1d, one example": case(F.conv1d, draw(2, 5), draw(3, 2, 2)),
    "conv1d, depthwise": case(lambda x, w: F.conv1d(x, w, groups=3, padding=1), draw(1, 3, 5), draw(6, 1, 3)),
    "conv1d, second derivatives": case(
        second(lambda x, w: F.conv1d(x, w, stride=2, padding=1)), draw(1, 2, 5), draw(2, 2, 3)
    ),
    "conv2d": case(F.conv2d, draw(2, 3, 5, 4), draw(2, 3, 3, 2), draw(2)),
    "conv2d, 1 by 1": case(F.conv2d, draw(2, 3, 2, 3), draw(2, 3, 1, 1), draw(2)),
    "conv2d, window as large as the plane": case(F.conv2d, draw(1, 2, 3, 4), draw(3, 2, 3, 4)),
    "conv2d, stride 2": case(lambda x, w: F.conv2d(x, w, stride=2), draw(1, 2, 6, 7), draw(2, 2, 3, 3)),
    "conv2d, padding 1": case(lambda x, w, b: F.conv2d(x, w, b, padding=1), draw(1, 2, 4, 4), draw(2, 2, 3, 3), draw(2)),
    "conv2d, padding beyond the window": case(lambda x, w: F.conv2d(x, w, padding=3), draw(1, 1, 2, 2), draw(1, 1, 2, 2)),
    "conv2d, all options": case(
        lambda x, w, b: F.conv2d(x, w, b, stride=(2, 1), padding=(1, 2), dilation=(1, 2), groups=2),
        draw(2, 4, 5, 6),
        draw(4, 2, 3, 2),
        draw(4),
    ),
    "conv2d, depthwise": case(lambda x, w: F.conv2d(x, w, groups=3), draw(1, 3, 4, 4), draw(3, 1, 2, 2)),
    "conv2d, one example": case(F.conv2d, draw(2, 4, 4), draw(3, 2, 2, 2), draw(3)),
    "conv2d, transposed view": case(lambda x, w: F.conv2d(x.transpose(2, 3), w), draw(1, 2, 5, 4), draw(2, 2, 2, 3)),
    "conv2d, second derivatives": case(
        second(lambda x, w: F.conv2d(x, w, stride=2, padding=1, groups=2)), draw(1, 2, 4, 3), draw(2, 1, 2, 3)
    ),
    "maxPool1d": case(lambda x: F.max_pool1d(x, 2), draw(2, 2, 7)),
    "maxPool1d, overlapping": case(lambda x: F.max_pool1d(x, 3, stride=1, padding=1), draw(1, 2, 6)),
    "maxPool2d": case(lambda x: F.max_pool2d(x, 2), draw(2, 2, 4, 5)),
    "maxPool2d, ties": case(lambda x: F.max_pool2d(x, 2), ties),
    "maxPool2d, ties that overlap": case(lambda x: F.max_pool2d(x, 3, stride=1, padding=1), ties),
    "maxPool2d, NaN and infinities": case(lambda x: F.max_pool2d(x, 2), special),
    "maxPool2d, all options": case(
        lambda x: F.max_pool2d(x, (3, 2), stride=(2, 1), padding=(1, 1), dilation=(1, 2)), draw(1, 2, 5, 6)
    ),
    "maxPool2d, one example": case(lambda x: F.max_pool2d(x, 2, stride=1), draw(2, 3, 3)),
    "maxPool2d, second derivatives": case(second(lambda x: F.max_pool2d(x, 2, stride=1)), draw(1, 1, 3, 4)),
    "avgPool1d": case(lambda x: F.avg_pool1d(x, 3), draw(2, 2, 7)),
    "avgPool1d, padding counted": case(lambda x: F.avg_pool1d(x, 3, stride=2, padding=1), draw(1, 2, 6)),
    "avgPool2d": case(lambda x: F.avg_pool2d(x, 2), draw(2, 2, 4, 5)),
    "avgPool2d, padding counted": case(lambda x: F.avg_pool2d(x, 3, stride=2, padding=1), draw(1, 2, 5, 4)),
    "avgPool2d, padding not counted": case(
        lambda x: F.avg_pool2d(x, (3, 2), stride=(2, 1), padding=1, count_include_pad=False), draw(1, 2, 5, 4)
    ),
    "avgPool2d, second derivatives": case(second(lambda x: F.avg_pool2d(x, 2, stride=1, padding=1)), draw(1, 1, 3, 3)),
    "globalAvgPool": case(lambda x: F.adaptive_avg_pool2d(x, 1).flatten(1), draw(2, 3, 3, 2)),
    "globalAvgPool, kept": case(lambda x: F.adaptive_avg_pool1d(x, 1), draw(2, 3, 4)),
}

batch = draw(4, 1, 6, 6)
labels = [0, 2, 1, 0]
start = [draw(3, 1, 3, 3, low=-0.4, high=0.4), draw(3), draw(3, 12, low=-0.3, high=0.3), draw(3)]


def train():
    """Convolution, ReLU, max pooling, linear: ten steps of SGD on four images."""
    parameters = [p.clone().requires_grad_(True) for p in start]
    losses = []
    for _ in range(10):
        w, b, v, c = parameters
        hidden = F.max_pool2d(F.relu(F.conv2d(batch, w, b)), 2).flatten(1)
        loss = F.cross_entropy(F.linear(hidden, v, c), torch.tensor(labels))
        for p, g in zip(parameters, torch.autograd.grad(loss, parameters)):
            p.data -= 0.2 * g
        losses.append(loss.item())
    return {"x": plain(batch), "y": labels, "start": [plain(p) for p in start], "losses": losses, "end": [plain(p) for p in parameters]}


save("windows", windows, "windows.py")
save("convnet", {"run": train()}, "windows.py")
