import numpy as np


def _windows(images, size, stride):
    """Every window laid flat, (N, C, H', W', size * size)."""
    windows = np.lib.stride_tricks.sliding_window_view(images, (size, size), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    return windows.reshape(*windows.shape[:4], size * size)


def max_pool(images, size, stride):
    return _windows(images, size, stride).max(axis=-1)


def max_pool_backward(upstream, images, size, stride):
    winners = _windows(images, size, stride).argmax(axis=-1)
    n, c, i, j = np.indices(upstream.shape)
    d_images = np.zeros(images.shape)
    np.add.at(d_images, (n, c, i * stride + winners // size, j * stride + winners % size), upstream)
    return d_images
