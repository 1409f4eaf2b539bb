import math


def output_size(length, kernel, stride, padding, dilation):
    last = dilation * (kernel - 1)
    return len(range(-padding, length + padding - last, stride))


def receptive_field(layers):
    # From the last layer down: n neighbouring units see (n - 1) strides and one kernel.
    seen = 1
    for kernel, stride, dilation in reversed(layers):
        seen = (seen - 1) * stride + dilation * (kernel - 1) + 1
    return seen, math.prod(stride for _, stride, _ in layers)


def conv_parameters(inputs, outputs, size, groups, bias):
    per_group = (outputs // groups) * (inputs // groups) * size * size
    return groups * per_group + (outputs if bias else 0)
