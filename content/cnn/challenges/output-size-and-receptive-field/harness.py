import solution


def summarise(height, width, channels, layers, classes):
    """Height, width and parameters of a stack of convolutions, then of the dense layer behind it."""
    sizes, parameters = [], []
    for outputs, kernel, stride, padding in layers:
        height = solution.output_size(height, kernel, stride, padding, 1)
        width = solution.output_size(width, kernel, stride, padding, 1)
        sizes.append([height, width])
        parameters.append(solution.conv_parameters(channels, outputs, kernel, 1, True))
        channels = outputs
    # A dense layer is a convolution whose only window is the whole input, one pixel of many channels.
    parameters.append(solution.conv_parameters(channels * height * width, classes, 1, 1, True))
    return sizes, parameters
