import numpy as np


def conv2d(images, kernels, bias, stride, padding):
    count, channels, height, width = images.shape
    outputs, _, tall, wide = kernels.shape
    rows = (height + 2 * padding - tall) // stride + 1
    columns = (width + 2 * padding - wide) // stride + 1
    y = np.zeros((count, outputs, rows, columns))
    for n in range(count):
        for o in range(outputs):
            for i in range(rows):
                for j in range(columns):
                    total = float(bias[o])
                    for k in range(tall):
                        for l in range(wide):
                            row, column = i * stride + k - padding, j * stride + l - padding
                            # Outside of the image there are zeros.
                            if 0 <= row < height and 0 <= column < width:
                                for c in range(channels):
                                    total += kernels[o, c, k, l] * images[n, c, row, column]
                    y[n, o, i, j] = total
    return y
