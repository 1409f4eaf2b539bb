import solution


def merged(x, before, before_biases, behind, behind_biases):
    """Linear layers, a ReLU, linear layers: either run of layers merged into one, and then two layers run."""
    weights, biases = zip(solution.collapse(before, before_biases), solution.collapse(behind, behind_biases))
    return solution.network(x, list(weights), list(biases), True)
