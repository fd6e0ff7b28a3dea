"""Layers that compute on the grids of 8-bit integers and pass gradients straight through."""

from collections import OrderedDict

import numpy
import onnx
import torch
from onnx import numpy_helper
from torch import nn
from torch.nn import functional

import hard_networks

# How fast the observed range follows that of a batch.
MOMENTUM = 0.02


class Bytes(nn.Module):
    """Unsigned bytes with one scale and zero point. The range follows the data while training, unless it is given."""

    def __init__(self, low=None, high=None):
        super().__init__()
        self.fixed = high is not None
        self.register_buffer("low", torch.tensor(float(low or 0)))
        self.register_buffer("high", torch.tensor(float(high or 0)))

    def forward(self, x):
        if self.training and not self.fixed:
            low, high = x.detach().min().clamp(max=0), x.detach().max().clamp(min=0)
            rate = MOMENTUM if self.high > self.low else 1.0
            self.low.lerp_(low, rate)
            self.high.lerp_(high, rate)
        scale = (self.high - self.low).item() / 255
        return torch.fake_quantize_per_tensor_affine(x, scale, round(-self.low.item() / scale), 0, 255)


class QuantizedLayer(nn.Module):
    """A convolution or a product whose weights are signed bytes with a scale for each channel."""

    def __init__(self, layer, weight, bias):
        super().__init__()
        self.strides = layer.stride if isinstance(layer, nn.Conv2d) else None
        self.pads = layer.padding if isinstance(layer, nn.Conv2d) else None
        self.weight = nn.Parameter(weight)
        self.bias = nn.Parameter(bias)
        self.register_buffer("scale", torch.ones(len(weight)))
        self.register_buffer("zero", torch.zeros(len(weight), dtype=torch.int32))

    def forward(self, x):
        if self.training:
            self.scale.copy_(self.weight.detach().flatten(1).abs().amax(1) / 127)
        # The scale keeps to -127..127; PyTorch exports only whole types.
        weight = torch.fake_quantize_per_channel_affine(self.weight, self.scale, self.zero, 0, -128, 127)
        if self.strides is None:
            return functional.linear(x, weight, self.bias)
        return functional.conv2d(x, weight, self.bias, self.strides, self.pads)


def resnet(floats):
    """The ResNet of the accuracy benchmark, its weights from the file, where BatchNorm is part of the convolutions."""
    network = hard_networks.ResNet()
    tensors = {tensor.name: torch.from_numpy(numpy_helper.to_array(tensor).copy()) for tensor in floats.graph.initializer}
    constants = {node.name: [tensors[name] for name in node.input[1:]] for node in floats.graph.node if node.op_type in ("Conv", "Gemm")}

    # The file takes raw bytes, training values from 0 to 1.
    constants["/stem/conv/Conv"][0].mul_(255)
    for name, unit in list(network.named_modules()):
        if isinstance(unit, hard_networks.Unit):
            unit.conv = QuantizedLayer(unit.conv, *constants[f"/{name.replace('.', '/')}/conv/Conv"])
            del unit.bn
            unit.add_module("bytes", Bytes())
    network.dense = QuantizedLayer(network.dense, *constants["/dense/Gemm"])
    layers = OrderedDict(pixels=Bytes(0, 1))
    for name, layer in network.named_children():
        layers[name] = layer
        if isinstance(layer, hard_networks.ResidualBlock) or name in ("pool", "dense"):
            layers[f"{name}_bytes"] = Bytes()
    return nn.Sequential(layers)


def quantize_biases(graph):
    """Makes biases 32-bit integers in steps of input and weights, as integer kernels add them; PyTorch leaves them floats."""
    tensors = {tensor.name: tensor for tensor in graph.initializer}
    producers = {output: node for node in graph.node for output in node.output}

    def scale(value):
        node = producers[value]
        if node.op_type != "DequantizeLinear":
            return scale(node.input[0])
        name = node.input[1]
        tensor = tensors[name] if name in tensors else producers[name].attribute[0].t
        return numpy_helper.to_array(tensor)

    nodes = []
    for node in graph.node:
        if node.op_type in ("Conv", "Gemm"):
            name = node.input[2]
            scales = (scale(node.input[0]) * scale(node.input[1])).astype(numpy.float32)
            codes = numpy.rint(numpy_helper.to_array(tensors[name]).astype(numpy.float64) / scales).astype(numpy.int32)
            graph.initializer.remove(tensors[name])
            graph.initializer.extend([numpy_helper.from_array(codes, name + "_codes"), numpy_helper.from_array(scales, name + "_scale")])
            nodes.append(onnx.helper.make_node("DequantizeLinear", [name + "_codes", name + "_scale"], [name], node.name + "/bias", axis=0))
        nodes.append(node)
    del graph.node[:]
    graph.node.extend(nodes)
