import numpy as np

ACTIVATIONS = {
    "identity": lambda z: z,
    "step": lambda z: np.where(z >= 0, 1.0, 0.0),
    "relu": lambda z: np.maximum(z, 0.0),
    # log σ(z) = −log(1 + exp(−z)), which can't overflow.
    "sigmoid": lambda z: np.exp(-np.logaddexp(0.0, -z)),
    "tanh": np.tanh,
}


def neuron(x, w, b, activation):
    return ACTIVATIONS[activation](x @ w + b)


def missing_bias(x, w, targets):
    residuals = targets - x @ w
    bias = residuals.mean()
    return bias, np.mean(residuals**2), np.mean((residuals - bias) ** 2)
