"""Golden values of normalisation, attention, recurrent layers and embeddings, from PyTorch in float64.

Remake:  python3 test/golden/engine/layers.py
Writes layers.json beside itself; test/unit/engine/golden-layers.test.ts builds the same cases by name.
"""

import math

import torch
import torch.nn.functional as F

from golden import case, draw, index, save


def batch_norm(training):
    def function(x, weight, bias):
        mean, variance = torch.tensor([0.3, -0.2]), torch.tensor([1.5, 0.7])
        y = F.batch_norm(x, mean, variance, weight, bias, training=training)
        return torch.cat([y.reshape(-1), mean, variance])

    return function


def rms_norm(x, weight):
    return x / torch.sqrt((x * x).mean(-1, keepdim=True) + 1e-6) * weight


def attention(q, k, v, mask=None, scale=None):
    """The definition in the documentation of scaled_dot_product_attention, which PyTorch 1.13 has not yet."""
    scores = q @ k.transpose(-2, -1) * (1 / math.sqrt(q.shape[-1]) if scale is None else scale)
    if mask is not None:
        scores = scores.masked_fill(mask.logical_not(), -math.inf) if mask.dtype == torch.bool else scores + mask
    return scores.softmax(-1) @ v


mask = torch.tensor([[1, 0, 1, 1], [1, 1, 0, 0], [0, 0, 0, 1]], dtype=torch.bool)


def layer(kind, states, reverse=False, batch_first=False):
    """One of torch.rnn_tanh, rnn_relu, lstm and gru as a function of input, first states and weights; all it gives in one row."""

    def function(x, *rest):
        start = [s.unsqueeze(0) for s in rest[:states]]
        w = list(rest[states:])
        x = x.flip(0) if reverse else x
        options = (len(w) == 4, 1, 0.0, False, False, batch_first)
        output, *lasts = kind(x, start if states == 2 else start[0], w, *options)
        return torch.cat([t.reshape(-1) for t in (output.flip(0) if reverse else output, *lasts)])

    return function


def weights(gates, inputs, units):
    return [draw(gates * units, inputs), draw(gates * units, units), draw(gates * units), draw(gates * units)]


def lstm_cell(x, h, c, *w):
    return torch.cat(torch.lstm_cell(x, (h, c), *w))


layers = {
    "layerNorm, two axes": case(lambda x, w, b: F.layer_norm(x, (3, 2), w, b), draw(2, 3, 2), draw(3, 2), draw(3, 2)),
    "layerNorm, another epsilon": case(lambda x: F.layer_norm(x, (4,), eps=0.1), draw(2, 4)),
    "layerNorm, equal entries": case(lambda x: F.layer_norm(x, (3,)), torch.tensor([[2.0, 2.0, 2.0]])),
    "rmsNorm": case(rms_norm, draw(2, 3, 4), draw(4)),
    "groupNorm": case(lambda x, w, b: F.group_norm(x, 2, w, b), draw(2, 4, 3), draw(4), draw(4)),
    "groupNorm, images in three groups": case(lambda x: F.group_norm(x, 3), draw(2, 3, 2, 2)),
    "groupNorm, no further axes": case(lambda x, w, b: F.group_norm(x, 2, w, b, eps=0.01), draw(2, 6), draw(6), draw(6)),
    "batchNorm, training": case(batch_norm(True), draw(4, 2), draw(2), draw(2)),
    "batchNorm, training on images": case(batch_norm(True), draw(2, 2, 3, 2), draw(2), draw(2)),
    "batchNorm, evaluation": case(batch_norm(False), draw(3, 2), draw(2), draw(2)),
    "batchNorm, evaluation of sequences": case(batch_norm(False), draw(2, 2, 3), draw(2), draw(2)),
    "batchNorm, momentum and epsilon": case(
        lambda x: F.batch_norm(x, None, None, training=True, eps=0.1), draw(3, 2, 2)
    ),
    "attention": case(attention, draw(3, 4), draw(5, 4), draw(5, 2)),
    "attention, batch and heads": case(attention, draw(2, 2, 3, 2), draw(2, 2, 3, 2), draw(2, 2, 3, 2)),
    "attention, mask": case(lambda q, k, v: attention(q, k, v, mask), draw(2, 3, 2), draw(2, 4, 2), draw(2, 4, 3)),
    "attention, causal": case(
        lambda q, k, v: attention(q, k, v, torch.ones(3, 4).tril().bool()), draw(3, 2), draw(4, 2), draw(4, 2)
    ),
    "attention, bias and scale": case(
        lambda q, k, v, b: attention(q, k, v, b, scale=0.3), draw(2, 3, 2), draw(2, 4, 2), draw(2, 4, 2), draw(3, 4)
    ),
    "rnnCell": case(lambda x, h, *w: torch.rnn_tanh_cell(x, h, *w), draw(2, 3), draw(2, 2), *weights(1, 3, 2)),
    "rnnCell, relu": case(lambda x, h, *w: torch.rnn_relu_cell(x, h, *w), draw(2, 3), draw(2, 2), *weights(1, 3, 2)),
    "lstmCell": case(lstm_cell, draw(2, 3), draw(2, 2), draw(2, 2), *weights(4, 3, 2)),
    "gruCell": case(lambda x, h, *w: torch.gru_cell(x, h, *w), draw(2, 3), draw(2, 2), *weights(3, 3, 2)),
    "rnn": case(layer(torch.rnn_tanh, 1), draw(4, 2, 3), draw(2, 2), *weights(1, 3, 2)),
    "rnn, relu, batch first": case(
        layer(torch.rnn_relu, 1, batch_first=True), draw(2, 3, 3), draw(2, 2), *weights(1, 3, 2)
    ),
    "rnn, reverse": case(layer(torch.rnn_tanh, 1, reverse=True), draw(3, 1, 2), draw(1, 2), *weights(1, 2, 2)),
    "lstm": case(layer(torch.lstm, 2), draw(4, 2, 3), draw(2, 2), draw(2, 2), *weights(4, 3, 2)),
    "lstm, without biases": case(
        layer(torch.lstm, 2), draw(5, 1, 2), draw(1, 3), draw(1, 3), *weights(4, 2, 3)[:2]
    ),
    "gru": case(layer(torch.gru, 1), draw(4, 2, 3), draw(2, 2), *weights(3, 3, 2)),
    "gru, batch first": case(layer(torch.gru, 1, batch_first=True), draw(2, 3, 1), draw(2, 3), *weights(3, 1, 3)),
    "embedding": case(lambda w: F.embedding(index([0, 2], [2, 1]), w), draw(4, 3)),
    "embedding, padding": case(lambda w: F.embedding(index(0, 2, 2, 1), w, padding_idx=2), draw(3, 2)),
}

save("layers", layers, "layers.py")
