def output_size(length, kernel, stride, padding, dilation):
    """How many positions a kernel has along an axis of that length; 0 where it fits nowhere."""
    raise NotImplementedError


def receptive_field(layers):
    """(field, jump) of a unit behind layers [kernel, stride, dilation], in pixels of the input."""
    raise NotImplementedError


def conv_parameters(inputs, outputs, size, groups, bias):
    """How many weights and biases a convolution with kernels of size x size has."""
    raise NotImplementedError
