"""The two networks. Module names become the node names of the ONNX files."""

from collections import OrderedDict

from torch import nn


class LeNet(nn.Sequential):
    """The classic: 20 and 50 feature maps, 128 hidden units."""

    def __init__(self):
        super().__init__(OrderedDict(
            conv1=nn.Conv2d(1, 20, 5), relu1=nn.ReLU(), pool1=nn.MaxPool2d(2),
            conv2=nn.Conv2d(20, 50, 5), relu2=nn.ReLU(), pool2=nn.MaxPool2d(2),
            flatten=nn.Flatten(),
            dense1=nn.Linear(50 * 4 * 4, 128), relu3=nn.ReLU(),
            dense2=nn.Linear(128, 10)))
        self.prunable = ("conv1", "conv2", "dense1")


class ConvUnit(nn.Sequential):
    """Convolution and BatchNorm, with ReLU6 unless the unit is linear."""

    def __init__(self, inputs, outputs, kernel, stride=1, groups=1, linear=False):
        layers = OrderedDict(
            conv=nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False),
            bn=nn.BatchNorm2d(outputs))
        if not linear:
            layers["relu6"] = nn.ReLU6(inplace=True)
        super().__init__(layers)


class InvertedResidual(nn.Module):
    """Expand 1x1, depthwise 3x3, project 1x1; added to its input where the shapes match."""

    def __init__(self, inputs, hidden, outputs, stride=1):
        super().__init__()
        self.expand = ConvUnit(inputs, hidden, 1)
        self.depthwise = ConvUnit(hidden, hidden, 3, stride, groups=hidden)
        self.project = ConvUnit(hidden, outputs, 1, linear=True)
        self.residual = stride == 1 and inputs == outputs

    def forward(self, x):
        y = self.project(self.depthwise(self.expand(x)))
        return x + y if self.residual else y


class MobileNet(nn.Sequential):
    """MobileNetV2's structure, small enough for 28x28 images and one core."""

    def __init__(self):
        super().__init__(OrderedDict(
            stem=ConvUnit(1, 16, 3, stride=2),
            block1=InvertedResidual(16, 32, 16),
            block2=InvertedResidual(16, 64, 32, stride=2),
            block3=InvertedResidual(32, 96, 32),
            block4=InvertedResidual(32, 96, 32),
            block5=InvertedResidual(32, 96, 64, stride=2),
            block6=InvertedResidual(64, 192, 64),
            block7=InvertedResidual(64, 192, 64),
            head=ConvUnit(64, 128, 1),
            pool=nn.AdaptiveAvgPool2d(1),
            flatten=nn.Flatten(),
            dense=nn.Linear(128, 10)))
        # The 1x1 convolutions: nine tenths of the weights, and nothing but plain matrix products.
        self.prunable = tuple(name for name, layer in self.named_modules()
                              if isinstance(layer, nn.Conv2d) and layer.kernel_size == (1, 1))
