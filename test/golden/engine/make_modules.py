"""Golden values for modules, from PyTorch in float64: saved states, outputs and all gradients.

Remake:  python3 test/golden/engine/make_modules.py
Writes modules.json beside itself.
"""

import torch
from golden import draw, plain, save
from torch import nn


def given_numbers(module):
    """Every parameter and running statistic drawn anew with few digits; those that start as 1 or 0 show nothing."""
    state = module.state_dict()
    for name, tensor in state.items():
        if tensor.dtype == torch.float64:
            tensor.copy_(draw(*tensor.shape, low=0.5, high=2.0) if name.endswith("running_var") else draw(*tensor.shape, low=-0.8, high=0.8))
    return module


def numbers_of(module):
    return {name: plain(tensor.double()) for name, tensor in module.state_dict().items()}


def tensors_in(result):
    if isinstance(result, torch.Tensor):
        return [result]
    return [tensor for part in result if part is not None for tensor in tensors_in(part)]


def case(module, *inputs, call=None):
    """One pass: the state before and after, outputs, and gradients of Σ upstream · outputs for inputs and parameters."""
    given_numbers(module).zero_grad(set_to_none=True)
    before = numbers_of(module)
    leaves = [x.clone().requires_grad_(x.is_floating_point()) for x in inputs]
    outputs = tensors_in((call or module)(*leaves))
    upstreams = [draw(*output.shape) for output in outputs]
    sum((output * upstream).sum() for output, upstream in zip(outputs, upstreams)).backward()
    entry = {
        "state": before,
        "inputs": [plain(x.double()) for x in inputs],
        "outputs": [plain(output) for output in outputs],
        "upstreams": [plain(upstream) for upstream in upstreams],
        "inputGradients": [None if leaf.grad is None else plain(leaf.grad) for leaf in leaves],
        "gradients": {name: plain(p.grad) for name, p in module.named_parameters()},
    }
    after = numbers_of(module)
    if after != before:
        entry["after"] = after
    return entry


index = torch.tensor([[1, 0, 3], [3, 3, 2]])
hidden = lambda *shape: draw(*shape, low=-0.8, high=0.8)
sequence = lambda: draw(3, 2, 4)
first = lambda sequences: sequences.transpose(0, 1).contiguous()

may_look = torch.tensor([[1, 0, 1], [1, 1, 0], [0, 1, 1]]).bool()
padded = torch.tensor([[0, 0, 0], [0, 0, 1]]).bool()
causal = nn.Transformer.generate_square_subsequent_mask(3)
small = {"dim_feedforward": 5, "dropout": 0.0}

residual = nn.Module()
residual.inner = nn.Linear(3, 3)
residual.forward = lambda x: x + residual.inner(x)

cases = {
    "Linear": case(nn.Linear(3, 2), draw(2, 4, 3)),
    "Linear, no bias": case(nn.Linear(3, 2, bias=False), draw(2, 3)),
    "Conv1d": case(nn.Conv1d(2, 3, 2, stride=2, padding=1, dilation=2), draw(2, 2, 5)),
    "Conv2d": case(nn.Conv2d(2, 3, (2, 3), stride=(1, 2), padding=1), draw(2, 2, 3, 4)),
    "Conv2d, depthwise, no bias": case(nn.Conv2d(2, 4, 2, groups=2, bias=False), draw(1, 2, 3, 3)),
    "MaxPool1d": case(nn.MaxPool1d(2, stride=1), draw(1, 2, 4)),
    "MaxPool2d": case(nn.MaxPool2d(2, padding=1), draw(1, 2, 3, 4)),
    "AvgPool1d": case(nn.AvgPool1d(3, stride=2, padding=1), draw(1, 2, 5)),
    "AvgPool2d": case(nn.AvgPool2d((2, 3), stride=1, padding=1, count_include_pad=False), draw(1, 2, 3, 4)),
    "GlobalAvgPool": case(nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten()), draw(2, 3, 2, 4)),
    "BatchNorm1d, training": case(nn.BatchNorm1d(3), draw(4, 3)),
    "BatchNorm1d, evaluation": case(nn.BatchNorm1d(3).eval(), draw(1, 3)),
    "BatchNorm1d, sequences, training": case(nn.BatchNorm1d(2, momentum=0.3, eps=1e-3), draw(3, 2, 4)),
    "BatchNorm2d, training": case(nn.BatchNorm2d(2), draw(3, 2, 2, 2)),
    "BatchNorm2d, evaluation": case(nn.BatchNorm2d(2).eval(), draw(2, 2, 2, 2)),
    "BatchNorm2d, average of all batches": case(nn.BatchNorm2d(2, momentum=None), draw(3, 2, 2, 2)),
    "BatchNorm2d, no statistics, evaluation": case(
        nn.BatchNorm2d(2, track_running_stats=False, affine=False).eval(), draw(3, 2, 2, 2)
    ),
    "LayerNorm": case(nn.LayerNorm(4), draw(2, 3, 4)),
    "LayerNorm, two axes": case(nn.LayerNorm([3, 4], eps=1e-2), draw(2, 3, 4)),
    "GroupNorm": case(nn.GroupNorm(2, 4), draw(2, 4, 3)),
    "Embedding": case(nn.Embedding(4, 3), index),
    "Embedding, padding": case(nn.Embedding(4, 3, padding_idx=3), index),
    "Residual": case(residual, draw(2, 3)),
    "Softplus": case(nn.Softplus(threshold=1000), draw(2, 3)),
    "LogSoftmax": case(nn.LogSoftmax(dim=-1), draw(2, 3)),
    "RNN": case(nn.RNN(4, 3), sequence()),
    "RNN, relu, two layers, both directions": case(
        nn.RNN(4, 3, num_layers=2, bidirectional=True, nonlinearity="relu"), sequence(), hidden(4, 2, 3)
    ),
    "LSTM": case(nn.LSTM(4, 3), sequence()),
    "GRU": case(nn.GRU(4, 3), sequence()),
    "GRU, batch first, both directions, no bias": case(
        nn.GRU(4, 2, batch_first=True, bidirectional=True, bias=False), first(sequence()), hidden(2, 2, 2)
    ),
}
lstm = nn.LSTM(4, 3, num_layers=2, batch_first=True)
cases["LSTM, two layers, batch first, first states"] = case(
    lstm, first(sequence()), hidden(2, 2, 3), hidden(2, 2, 3), call=lambda x, h, c: lstm(x, (h, c))
)

attention = nn.MultiheadAttention(4, 2)
cases["MultiHeadAttention, to itself"] = case(attention, sequence(), call=lambda x: attention(x, x, x)[0])
cases["MultiHeadAttention, to others"] = case(
    attention, draw(2, 2, 4), sequence(), sequence(), call=lambda q, k, v: attention(q, k, v)[0]
)
cases["MultiHeadAttention, mask"] = case(
    attention, sequence(), call=lambda x: attention(x, x, x, attn_mask=~may_look)[0]
)
cases["MultiHeadAttention, causal, no bias, with weights"] = (
    lambda module: case(
        module,
        first(sequence()),
        call=lambda x: module(x, x, x, attn_mask=causal, average_attn_weights=False),
    )
)(nn.MultiheadAttention(4, 2, bias=False, batch_first=True))
batch_first = nn.MultiheadAttention(4, 2, batch_first=True)
cases["MultiHeadAttention, padded keys"] = case(
    batch_first, first(sequence()), call=lambda x: batch_first(x, x, x, key_padding_mask=padded)[0]
)

cases["TransformerEncoderLayer"] = case(nn.TransformerEncoderLayer(4, 2, **small), sequence())
cases["TransformerEncoderLayer, pre-norm, gelu, batch first"] = case(
    nn.TransformerEncoderLayer(4, 2, **small, norm_first=True, activation="gelu", batch_first=True, layer_norm_eps=1e-3),
    first(sequence()),
)
encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, **small, norm_first=True), 2, nn.LayerNorm(4))
cases["TransformerEncoder, causal"] = case(encoder, sequence(), call=lambda x: encoder(x, causal))
decoder_layer = nn.TransformerDecoderLayer(4, 2, **small)
cases["TransformerDecoderLayer, causal"] = case(
    decoder_layer, sequence(), draw(2, 2, 4), call=lambda x, m: decoder_layer(x, m, tgt_mask=causal)
)
decoder = nn.TransformerDecoder(
    nn.TransformerDecoderLayer(4, 2, **small, norm_first=True, batch_first=True), 2, nn.LayerNorm(4)
)
cases["TransformerDecoder, padded memory"] = case(
    decoder,
    first(sequence()),
    first(sequence()),
    call=lambda x, m: decoder(x, m, memory_key_padding_mask=padded),
)
save("modules", cases, "make_modules.py")
