import numpy as np


def multi_head_attention(x, query_weights, key_weights, value_weights, output_weights, heads):
    """Output (T, D) for x (T, D), four weights (D, D) and a number of heads that divides D."""
    raise NotImplementedError


def multi_head_attention_backward(upstream, x, query_weights, key_weights, value_weights, output_weights, heads):
    """Gradients of x and of the query, key, value and output weights for the upstream gradient (T, D)."""
    raise NotImplementedError
