"""The networks of the zoo that torchvision does not have: recurrent ones, transformers, a U-Net and a detector."""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F
import torchvision


class Mlp(nn.Sequential):
    """A few dense layers, as small as networks get."""

    def __init__(self, widths=(64, 128, 128, 10)):
        layers = [layer for i, o in zip(widths, widths[1:]) for layer in (nn.Linear(i, o), nn.ReLU())]
        super().__init__(*layers[:-1])


class Tagger(nn.Module):
    """Tags every word of a text, with a recurrent layer that reads in both directions."""

    def __init__(self, kind, words=200, width=64, tags=12):
        super().__init__()
        self.embedding = nn.Embedding(words, width)
        self.recurrent = kind(width, width, batch_first=True, bidirectional=True)
        self.head = nn.Linear(2 * width, tags)

    def forward(self, tokens):
        return self.head(self.recurrent(self.embedding(tokens))[0])


class Attention(nn.Module):
    """Self-attention of several heads, written out as most exporters see it."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.output = nn.Linear(width, width)

    def split(self, x):
        return x.view(x.size(0), x.size(1), self.heads, -1).transpose(1, 2)

    def forward(self, x):
        query, key, value = self.split(self.query(x)), self.split(self.key(x)), self.split(self.value(x))
        scores = torch.matmul(query, key.transpose(-1, -2)) / math.sqrt(query.size(-1))
        context = torch.matmul(F.softmax(scores, dim=-1), value).transpose(1, 2).contiguous()
        return self.output(context.view(x.size(0), x.size(1), -1))


class EncoderLayer(nn.Module):
    """BERT's layer: attention and two products, each with a residual and a normalization behind it."""

    def __init__(self, width, heads):
        super().__init__()
        self.attention = Attention(width, heads)
        self.first = nn.LayerNorm(width)
        self.up = nn.Linear(width, 4 * width)
        self.down = nn.Linear(4 * width, width)
        self.second = nn.LayerNorm(width)

    def forward(self, x):
        x = self.first(x + self.attention(x))
        return self.second(x + self.down(F.gelu(self.up(x))))


class Bert(nn.Module):
    """A small BERT-like encoder with a classifier of its first word."""

    def __init__(self, words=500, width=128, heads=4, layers=3, length=64, classes=10):
        super().__init__()
        self.words = nn.Embedding(words, width)
        self.positions = nn.Embedding(length, width)
        self.norm = nn.LayerNorm(width)
        self.layers = nn.ModuleList(EncoderLayer(width, heads) for _ in range(layers))
        self.pool = nn.Linear(width, width)
        self.head = nn.Linear(width, classes)

    def forward(self, tokens):
        positions = torch.arange(tokens.size(1), device=tokens.device).unsqueeze(0)
        x = self.norm(self.words(tokens) + self.positions(positions))
        for layer in self.layers:
            x = layer(x)
        return self.head(torch.tanh(self.pool(x[:, 0])))


def double(inputs, outputs):
    """Two convolutions with normalization."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, padding=1), nn.BatchNorm2d(outputs), nn.ReLU(),
        nn.Conv2d(outputs, outputs, 3, padding=1), nn.BatchNorm2d(outputs), nn.ReLU())


class UNet(nn.Module):
    """Segments an image: down by pooling, up again by transposed convolutions, with the maps of the way down joined in."""

    def __init__(self, widths=(16, 32, 64, 128), classes=4):
        super().__init__()
        self.down = nn.ModuleList(double(i, o) for i, o in zip((3,) + widths, widths))
        self.up = nn.ModuleList(nn.ConvTranspose2d(o, i, 2, stride=2) for i, o in zip(widths, widths[1:]))
        self.join = nn.ModuleList(double(2 * w, w) for w in widths[:-1])
        self.head = nn.Conv2d(widths[0], classes, 1)

    def forward(self, x):
        maps = []
        for i, block in enumerate(self.down):
            x = block(x if i == 0 else F.max_pool2d(x, 2))
            maps.append(x)
        for i in reversed(range(len(self.up))):
            x = self.join[i](torch.cat([maps[i], self.up[i](x)], dim=1))
        return self.head(x)


class Detector(nn.Module):
    """Finds boxes on a map that two scales make, enlarged by Resize, and keeps the best by suppression."""

    def __init__(self, classes=3):
        super().__init__()
        self.stem = nn.Sequential(double(3, 16), nn.MaxPool2d(2), double(16, 32), nn.MaxPool2d(2))
        self.deep = nn.Sequential(double(32, 64), nn.MaxPool2d(2), double(64, 64))
        self.merge = nn.Conv2d(96, 64, 3, padding=1)
        self.boxes = nn.Conv2d(64, 4, 1)
        self.scores = nn.Conv2d(64, classes, 1)

    def features(self, x):
        fine = self.stem(x)
        coarse = F.interpolate(self.deep(fine), scale_factor=2.0, mode="nearest")
        middle = F.interpolate(F.avg_pool2d(fine, 2), scale_factor=2.0, mode="bilinear", align_corners=False)
        return F.relu(self.merge(torch.cat([coarse, middle], dim=1)))

    def forward(self, x):
        features = self.features(x)
        scores = torch.sigmoid(self.scores(features)).flatten(2)[0]
        sizes = torch.sigmoid(self.boxes(features)).flatten(2)[0].transpose(0, 1)
        height, width = features.shape[2], features.shape[3]
        ys, xs = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
        centers = torch.stack([xs.flatten(), ys.flatten()], dim=1).to(x.dtype) * 4 + 2
        corners = torch.cat([centers - sizes[:, :2] * 16, centers + sizes[:, 2:] * 16], dim=1)
        best, labels = scores.max(dim=0)
        kept = torchvision.ops.nms(corners, best, 0.5)
        return corners, best, corners[kept], labels[kept]
