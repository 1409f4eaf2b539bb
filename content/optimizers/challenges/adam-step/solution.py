import numpy as np


def adam_step(weights, gradient, m, v, t, rate, beta1, beta2, epsilon):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    step = rate * m_hat / (np.sqrt(v_hat) + epsilon)
    return weights - step, m, v
