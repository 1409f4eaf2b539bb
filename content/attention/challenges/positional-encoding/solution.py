import numpy as np


def positional_encoding(length, width):
    wavelengths = 10000 ** (np.arange(0, width, 2) / width)
    angles = np.arange(length)[:, np.newaxis] / wavelengths
    encoding = np.zeros((length, width))
    encoding[:, 0::2] = np.sin(angles)
    encoding[:, 1::2] = np.cos(angles[:, : width // 2])
    return encoding
