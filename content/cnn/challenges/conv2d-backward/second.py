import numpy as np


def conv2d(images, kernels, bias, stride, padding):
    y = _correlate(_surround(images, padding, padding), kernels)
    return y[:, :, ::stride, ::stride] + bias.reshape(1, -1, 1, 1)


def conv2d_backward(upstream, images, kernels, stride, padding):
    count, _, height, width = images.shape
    outputs, _, tall, wide = kernels.shape
    # The upstream gradient at stride 1: positions that the stride left out get zeros.
    dense = np.zeros((count, outputs, height + 2 * padding - tall + 1, width + 2 * padding - wide + 1))
    dense[:, :, ::stride, ::stride] = upstream
    # Input: a correlation with the flipped kernels, input and output channels exchanged.
    flipped = np.flip(kernels, (2, 3)).swapaxes(0, 1)
    d_padded = _correlate(_surround(dense, tall - 1, wide - 1), flipped)
    d_images = d_padded[:, :, padding:, padding:][:, :, :height, :width]
    # Kernels: a correlation of the images with the upstream gradient, the examples in the role of the channels.
    padded = _surround(images, padding, padding)
    d_kernels = _correlate(padded.swapaxes(0, 1), dense.swapaxes(0, 1)).swapaxes(0, 1)
    d_bias = np.array([upstream[:, o].sum() for o in range(outputs)])
    return d_images, d_kernels, d_bias


def _surround(images, tall, wide):
    count, channels, height, width = images.shape
    out = np.zeros((count, channels, height + 2 * tall, width + 2 * wide))
    out[:, :, tall : tall + height, wide : wide + width] = images
    return out


def _correlate(images, kernels):
    """At stride 1 and without padding, position by position."""
    tall, wide = kernels.shape[2:]
    rows, columns = images.shape[2] - tall + 1, images.shape[3] - wide + 1
    y = np.zeros((len(images), len(kernels), rows, columns))
    for i in range(rows):
        for j in range(columns):
            y[:, :, i, j] = np.tensordot(images[:, :, i : i + tall, j : j + wide], kernels, ([1, 2, 3], [1, 2, 3]))
    return y
