"""Trains the two sample networks on Fashion-MNIST and writes the sample's models and data. See README.md."""

import argparse
import importlib.util
import os
import sys

DATASET = "/usr/share/datasets/fashion-mnist"
SAMPLE_APP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "sample-app")
SEED = 20170828
PARTS = ("data", "lenet", "mobilenet")


def require(condition, what, package):
    if not condition:
        sys.exit(f"train.py: {what} is missing: install Debian's package {package} (and run with /usr/bin/python3)")


def check_prerequisites():
    for module in ("numpy", "torch", "onnx"):
        require(importlib.util.find_spec(module), f"the Python module '{module}'", f"python3-{module}")
    for name in ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"):
        path = os.path.join(DATASET, f"{name}-ubyte.gz")
        require(os.path.isfile(path), path, "dataset-fashion-mnist")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", metavar="|".join(PARTS), help="what to write (default: everything)")
    parser.add_argument("--output", default=SAMPLE_APP, help="the folder that gets models/ and data/ (default: sample-app)")
    parser.add_argument("--epochs", type=int, help="epochs of each training phase, for a quick trial")
    arguments = parser.parse_args()
    unknown = [part for part in arguments.what if part not in PARTS]
    if unknown:
        parser.error(f"{', '.join(unknown)}: choose from {', '.join(PARTS)}")
    check_prerequisites()

    # Imported only now, so that a missing package is reported in one plain sentence.
    import export
    import fashion_mnist
    import recipes

    what = arguments.what or PARTS
    models, data = (os.path.join(arguments.output, folder) for folder in ("models", "data"))
    os.makedirs(models, exist_ok=True)
    os.makedirs(data, exist_ok=True)
    dataset = fashion_mnist.load(DATASET)

    if "data" in what:
        fashion_mnist.write_samples(dataset, data, SEED)
    for name, recipe in (("lenet", recipes.train_lenet), ("mobilenet", recipes.train_mobilenet)):
        if name in what:
            network = recipe(dataset, SEED, arguments.epochs)
            export.write_onnx(network, os.path.join(models, f"{name}.onnx"))


if __name__ == "__main__":
    main()
