import numpy as np


def conv2d(images, kernels, bias, stride, padding):
    height, width = kernels.shape[2:]
    windows = np.lib.stride_tricks.sliding_window_view(_pad(images, padding), (height, width), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    y = np.einsum("ncijkl,ockl->noij", windows, kernels)
    return y + bias[:, None, None]


def conv2d_backward(upstream, images, kernels, stride, padding):
    height, width = images.shape[2:]
    rows, columns = upstream.shape[2:]
    padded = _pad(images, padding)
    d_padded = np.zeros(padded.shape)
    d_kernels = np.zeros(kernels.shape)
    for k, l in np.ndindex(kernels.shape[2:]):
        # The pixels that the kernels' entry (k, l) meets, one for each position of the result.
        met = np.s_[:, :, k : k + stride * rows : stride, l : l + stride * columns : stride]
        d_kernels[:, :, k, l] = np.einsum("noij,ncij->oc", upstream, padded[met])
        d_padded[met] += np.einsum("noij,oc->ncij", upstream, kernels[:, :, k, l])
    d_images = d_padded[:, :, padding : padding + height, padding : padding + width]
    d_bias = upstream.sum(axis=(0, 2, 3))
    return d_images, d_kernels, d_bias


def _pad(images, padding):
    return np.pad(images, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
