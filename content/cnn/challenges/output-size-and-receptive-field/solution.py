def output_size(length, kernel, stride, padding, dilation):
    reach = dilation * (kernel - 1) + 1
    return max(0, (length + 2 * padding - reach) // stride + 1)


def receptive_field(layers):
    field, jump = 1, 1
    for kernel, stride, dilation in layers:
        field += dilation * (kernel - 1) * jump
        jump *= stride
    return field, jump


def conv_parameters(inputs, outputs, size, groups, bias):
    seen = inputs // groups
    return outputs * (seen * size**2 + bias)
