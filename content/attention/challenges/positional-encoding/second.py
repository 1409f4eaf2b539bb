import cmath
import math

import numpy as np


def positional_encoding(length, width):
    # A pair is a point on the unit circle: its cosine is the real part, its sine the imaginary one.
    encoding = np.zeros((length, width))
    for column in range(width):
        frequency = math.exp(-math.log(10000) * (column // 2 * 2) / width)
        for t in range(length):
            point = cmath.exp(1j * t * frequency)
            encoding[t, column] = point.real if column % 2 else point.imag
    return encoding
