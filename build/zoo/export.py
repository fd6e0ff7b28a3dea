"""Exports the zoo: networks as users export them, with random weights. Run by Debian's python3 with python3-torchvision.

Usage: export.py FOLDER [NAME...]

Weights are random, but the statistics of BatchNorm come from two random batches in training mode: with random statistics
the outputs would hardly depend on the inputs, and any comparison would pass.
"""
import sys
import warnings
from pathlib import Path

import torch
import torch.nn as nn
import torch.nn.functional as F
import torchvision.models as vision

from zoo_networks import Bert, Detector, Mlp, Tagger, UNet


def images(size):
    """Large soft spots, a hue, and some noise: different images make different outputs, unlike noise alone."""
    def make(batch):
        spots = F.interpolate(torch.randn(batch, 3, 6, 6), size=(size, size), mode="bilinear", align_corners=True)
        return spots + torch.randn(batch, 3, 1, 1) + 0.25 * torch.randn(batch, 3, size, size)
    return make


def tokens(words, length):
    return lambda batch: torch.randint(0, words, (batch, length))


def vectors(width):
    return lambda batch: torch.randn(batch, width)


def torchvision_model(name, **options):
    return lambda: getattr(vision, name)(weights=None, **options), images(224)


def vit():
    return vision.VisionTransformer(image_size=64, patch_size=8, num_layers=4, num_heads=4, hidden_dim=128, mlp_dim=256, num_classes=100)


# Name: the network's maker, and the maker of a batch of its inputs.
ZOO = {
    "alexnet": torchvision_model("alexnet"),
    "vgg11": torchvision_model("vgg11"),
    "resnet18": torchvision_model("resnet18"),
    "resnet50": torchvision_model("resnet50"),
    "squeezenet1_1": torchvision_model("squeezenet1_1"),
    "mobilenet_v2": torchvision_model("mobilenet_v2"),
    "mobilenet_v3_small": torchvision_model("mobilenet_v3_small"),
    "mobilenet_v3_large": torchvision_model("mobilenet_v3_large"),
    "shufflenet_v2_x1_0": torchvision_model("shufflenet_v2_x1_0"),
    "efficientnet_b0": torchvision_model("efficientnet_b0"),
    "densenet121": torchvision_model("densenet121"),
    "googlenet": torchvision_model("googlenet", init_weights=True, aux_logits=False),
    "vit_small": (vit, images(64)),
    "lstm_tagger": (lambda: Tagger(nn.LSTM), tokens(200, 24)),
    "gru_tagger": (lambda: Tagger(nn.GRU), tokens(200, 24)),
    "bert_small": (Bert, tokens(500, 48)),
    "unet": (UNet, images(96)),
    "detector": (Detector, images(96)),
    "mlp": (Mlp, vectors(64)),
}


def settle(model, batch):
    """Takes the statistics of two batches for all BatchNorms."""
    norms = [module for module in model.modules() if isinstance(module, nn.BatchNorm2d)]
    if not norms:
        return
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None
    model.train()
    with torch.no_grad():
        for _ in range(2):
            # A detector's last part takes one image at a time.
            (model.features if isinstance(model, Detector) else model)(batch(4))


def export(name, folder):
    torch.manual_seed(1)
    make, batch = ZOO[name]
    model = make()
    settle(model, batch)
    model.eval()

    # torchvision's VisionTransformer begins with a head of zeros.
    if name == "vit_small":
        nn.init.normal_(model.heads.head.weight, std=0.1)
    for parameter in model.parameters():
        parameter.requires_grad_(True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(model, batch(1), str(folder / f"{name}.onnx"), opset_version=13, input_names=["x"])


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[2:] or ZOO:
        print(f"exporting {name}", flush=True)
        export(name, folder)


if __name__ == "__main__":
    main()
