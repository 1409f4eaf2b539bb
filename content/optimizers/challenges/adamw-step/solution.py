import numpy as np


def _adam(gradient, m, v, t, rate, beta1, beta2, epsilon):
    """What Adam subtracts for this gradient, and the new moments."""
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v


def adamw_step(weights, gradient, m, v, t, rate, beta1, beta2, epsilon, decay):
    step, m, v = _adam(gradient, m, v, t, rate, beta1, beta2, epsilon)
    return weights - rate * decay * weights - step, m, v


def adam_l2_step(weights, gradient, m, v, t, rate, beta1, beta2, epsilon, decay):
    penalised = gradient + decay * weights
    step, m, v = _adam(penalised, m, v, t, rate, beta1, beta2, epsilon)
    return weights - step, m, v
