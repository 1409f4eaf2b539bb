import numpy as np


def max_pool(images, size, stride):
    count, channels, height, width = images.shape
    rows, columns = (height - size) // stride + 1, (width - size) // stride + 1
    y = np.empty((count, channels, rows, columns))
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            y[:, :, i, j] = images[:, :, top : top + size, left : left + size].max(axis=(2, 3))
    return y


def max_pool_backward(upstream, images, size, stride):
    d_images = np.zeros(images.shape)
    for (n, c, i, j), g in np.ndenumerate(upstream):
        best, place = -np.inf, None
        for row in range(i * stride, i * stride + size):
            for column in range(j * stride, j * stride + size):
                if images[n, c, row, column] > best:
                    best, place = images[n, c, row, column], (n, c, row, column)
        d_images[place] += g
    return d_images
