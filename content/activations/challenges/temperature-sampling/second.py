import math

import numpy as np


def probabilities(logits, temperature):
    z = [float(value) for value in logits]
    top = max(z)
    ties = z.count(top)
    # Odds against the top token, which has e to the 0.
    odds = []
    for value in z:
        if value == top:
            odds.append(1.0)
        elif temperature == 0:
            odds.append(0.0)
        else:
            odds.append(math.exp(-min((top - value) / temperature, 1e4)))
    rest = math.fsum(odds) - ties
    return np.array([odd / (ties + rest) for odd in odds])


def pick(logits, temperature, u):
    token, passed = None, 0.0
    for i, p in enumerate(probabilities(logits, temperature)):
        if p == 0:
            continue
        token = i
        passed += p
        if passed > u:
            break
    return token
