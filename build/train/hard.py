"""Trains the accuracy benchmark's networks on Fashion-MNIST, three seeds each. See README.md."""

import argparse
import io
import os

import train

SEEDS = (1, 2, 3)
OUTPUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tests", "ModelCodegen.Benchmarks", "Accuracy", "models")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", help="names of networks (default: all)")
    parser.add_argument("--seeds", type=int, nargs="*", default=SEEDS)
    parser.add_argument("--epochs", type=int, help="epochs, for a quick trial")
    parser.add_argument("--output", default=OUTPUT, help="the folder for <network>-<seed>.onnx")
    arguments = parser.parse_args()
    train.check_prerequisites()

    # Imported only now, so that a missing package is reported in one plain sentence.
    import fashion_mnist
    import hard_networks
    import recipes

    unknown = [name for name in arguments.what if name not in hard_networks.ALL]
    if unknown:
        parser.error(f"{', '.join(unknown)}: choose from {', '.join(hard_networks.ALL)}")
    os.makedirs(arguments.output, exist_ok=True)
    dataset = fashion_mnist.load(train.DATASET)
    for seed in arguments.seeds:
        for name in arguments.what or hard_networks.ALL:
            kind, epochs = hard_networks.ALL[name]
            network, generator = recipes.start(kind, seed)
            recipes.fit(network, dataset, generator, arguments.epochs or epochs, 2e-3 if name == "transformer" else 4e-3, f"{name}-{seed}")
            if hasattr(network, "spread"):
                network.spread(generator)
                print(f"{name}-{seed}: spread, top-1 {recipes.top1(network, dataset):.2f} %", flush=True)
            write(network, os.path.join(arguments.output, f"{name}-{seed}.onnx"))


def write(network, path):
    """Writes the network in inference mode, BatchNorm folded; it takes raw bytes, so the first kernel holds the factor 1/255."""
    import onnx
    import torch
    network.eval()
    first = next(m for m in network.modules() if isinstance(m, torch.nn.Conv2d))
    with torch.no_grad():
        first.weight.div_(255)
    content = io.BytesIO()
    torch.onnx.export(network.to(memory_format=torch.contiguous_format), torch.zeros(1, 1, 28, 28), content,
                      opset_version=13, input_names=["pixels"], output_names=["logits"])
    model = onnx.load_from_string(content.getvalue())
    for node in model.graph.node:
        node.doc_string = ""
    onnx.save(model, path)
    print(f"{path}: {os.path.getsize(path)} bytes", flush=True)


if __name__ == "__main__":
    main()
