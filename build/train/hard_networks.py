"""Five small networks that are known to be hard for 8-bit integers, for the accuracy benchmark."""

import math
from collections import OrderedDict

import torch
from torch import nn
from torch.nn import functional

from networks import ConvUnit, InvertedResidual

# Per-channel ranges are spread by powers of two up to this one, so that not one bit of the network's results changes.
LARGEST_SPREAD = 7


class SqueezeExcite(nn.Module):
    """Scales channels by a function of their means."""

    def __init__(self, channels, squeezed, gate):
        super().__init__()
        self.reduce = nn.Conv2d(channels, squeezed, 1)
        self.expand = nn.Conv2d(squeezed, channels, 1)
        self.gate = gate

    def forward(self, x):
        y = functional.adaptive_avg_pool2d(x, 1)
        return x * self.gate(self.expand(functional.relu(self.reduce(y))))


class Unit(nn.Sequential):
    """Convolution, BatchNorm and an activation."""

    def __init__(self, inputs, outputs, kernel, stride=1, groups=1, activation=None):
        layers = OrderedDict(
            conv=nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False),
            bn=nn.BatchNorm2d(outputs))
        if activation:
            layers["act"] = activation()
        super().__init__(layers)


class MobileBlock(nn.Module):
    """Expand, depthwise, squeeze-excite, project: the block of MobileNetV3 and EfficientNet."""

    def __init__(self, inputs, hidden, outputs, kernel, stride, activation, gate):
        super().__init__()
        self.expand = Unit(inputs, hidden, 1, activation=activation)
        self.depthwise = Unit(hidden, hidden, kernel, stride, hidden, activation)
        self.excite = SqueezeExcite(hidden, max(8, hidden // 4), gate()) if gate else nn.Identity()
        self.project = Unit(hidden, outputs, 1)
        self.residual = stride == 1 and inputs == outputs

    def forward(self, x):
        y = self.project(self.excite(self.depthwise(self.expand(x))))
        return x + y if self.residual else y


class MobileNetV2(nn.Sequential):
    """ReLU6 and linear bottlenecks, whose channels get ranges of very different size after training."""

    def __init__(self):
        super().__init__(OrderedDict(
            stem=ConvUnit(1, 16, 3, stride=2),
            block1=InvertedResidual(16, 32, 16),
            block2=InvertedResidual(16, 64, 24, stride=2),
            block3=InvertedResidual(24, 72, 24),
            block4=InvertedResidual(24, 96, 40, stride=2),
            block5=InvertedResidual(40, 120, 40),
            block6=InvertedResidual(40, 120, 40),
            head=ConvUnit(40, 128, 1),
            pool=nn.AdaptiveAvgPool2d(1),
            flatten=nn.Flatten(),
            dense=nn.Linear(128, 10)))

    def spread(self, generator):
        """Multiplies what one layer writes to a channel and divides what the next reads from it."""
        chains = [(["block2", "block3"], ["block3", "block4"]), (["block4", "block5", "block6"], ["block5", "block6", "head"])]
        with torch.no_grad():
            for writers, readers in chains:
                channels = self._modules[writers[0]].project.conv.out_channels
                factors = 2.0 ** torch.randint(0, LARGEST_SPREAD + 1, (channels,), generator=generator)
                for name in writers:
                    bn = self._modules[name].project.bn
                    bn.weight.mul_(factors)
                    bn.bias.mul_(factors)
                for name in readers:
                    module = self._modules[name]
                    conv = module.conv if name == "head" else module.expand.conv
                    conv.weight.div_(factors.view(1, -1, 1, 1))


class MobileSequence(nn.Sequential):
    """Four blocks with squeeze-excite between a stem and a head; MobileNetV3 and EfficientNet differ in their functions."""

    def __init__(self, kernels, activation, gate):
        sizes = ((16, 48, 24), (24, 72, 24), (24, 96, 40), (40, 120, 40))
        layers = OrderedDict(stem=Unit(1, 16, 3, 2, activation=activation))
        for i, (size, kernel, stride) in enumerate(zip(sizes, kernels, (2, 1, 2, 1))):
            layers[f"block{i + 1}"] = MobileBlock(*size, kernel, stride, activation, gate)
        super().__init__(OrderedDict(
            **layers,
            head=Unit(40, 120, 1, activation=activation),
            pool=nn.AdaptiveAvgPool2d(1),
            flatten=nn.Flatten(),
            dense=nn.Linear(120, 10)))


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions and a shortcut."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.first = Unit(inputs, outputs, 3, stride, activation=nn.ReLU)
        self.second = Unit(outputs, outputs, 3)
        self.shortcut = Unit(inputs, outputs, 1, stride) if stride > 1 or inputs != outputs else nn.Identity()

    def forward(self, x):
        return functional.relu(self.second(self.first(x)) + self.shortcut(x))


class ResNet(nn.Sequential):
    """Four residual blocks."""

    def __init__(self):
        super().__init__(OrderedDict(
            stem=Unit(1, 16, 3, 2, activation=nn.ReLU),
            block1=ResidualBlock(16, 16, 1),
            block2=ResidualBlock(16, 32, 2),
            block3=ResidualBlock(32, 32, 1),
            block4=ResidualBlock(32, 48, 2),
            pool=nn.AdaptiveAvgPool2d(1),
            flatten=nn.Flatten(),
            dense=nn.Linear(48, 10)))


class EncoderLayer(nn.Module):
    """Pre-norm attention and a GELU perceptron."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(width)
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.out = nn.Linear(width, width)
        self.norm2 = nn.LayerNorm(width)
        self.up = nn.Linear(width, 2 * width)
        self.down = nn.Linear(2 * width, width)

    def forward(self, x):
        batch, tokens, width = x.shape
        y = self.norm1(x)
        q, k, v = (layer(y).view(batch, tokens, self.heads, width // self.heads).transpose(1, 2)
                   for layer in (self.query, self.key, self.value))
        attention = torch.softmax(q @ k.transpose(2, 3) * (width // self.heads) ** -0.5, dim=3)
        x = x + self.out((attention @ v).transpose(1, 2).reshape(batch, tokens, width))
        return x + self.down(functional.gelu(self.up(self.norm2(x))))


class Transformer(nn.Module):
    """Patches of 7x7 pixels."""

    def __init__(self, width=48, layers=3, heads=3, patch=7):
        super().__init__()
        tokens = (28 // patch) ** 2
        self.embed = nn.Conv2d(1, width, patch, patch)
        self.position = nn.Parameter(torch.randn(1, tokens, width) * 0.02)
        self.layers = nn.Sequential(*(EncoderLayer(width, heads) for _ in range(layers)))
        self.norm = nn.LayerNorm(width)
        self.dense = nn.Linear(width, 10)

    def forward(self, x):
        y = self.embed(x).flatten(2).transpose(1, 2) + self.position
        return self.dense(self.norm(self.layers(y)).mean(1))


# In the order of the table; the number of epochs.
ALL = OrderedDict(
    mobilenet_v2=(MobileNetV2, 6),
    mobilenet_v3=(lambda: MobileSequence((3, 5, 5, 5), nn.Hardswish, nn.Hardsigmoid), 6),
    resnet=(ResNet, 6),
    efficientnet=(lambda: MobileSequence((3, 3, 5, 3), nn.SiLU, nn.Sigmoid), 6),
    transformer=(Transformer, 20))
