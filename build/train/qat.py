"""Fine-tunes a trained ResNet quantization-aware and writes it with its own scales, for the test that they are kept. See README.md."""

import argparse
import io
import os

import train

SEED = 1
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tests")
FLOATS = os.path.join(ROOT, "ModelCodegen.Benchmarks", "Accuracy", "models", "resnet-1.onnx")
OUTPUT = os.path.join(ROOT, "ModelCodegen.Conformance", "Models", "resnet-qat.onnx")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--floats", default=FLOATS, help="the trained network to start from")
    parser.add_argument("--output", default=OUTPUT, help="the file to write")
    parser.add_argument("--epochs", type=int, default=1)
    arguments = parser.parse_args()
    train.check_prerequisites()

    # Imported only now, so that a missing package is reported in one plain sentence.
    import fake_quantization
    import fashion_mnist
    import onnx
    import recipes

    def resnet():
        return fake_quantization.resnet(onnx.load(arguments.floats))

    dataset = fashion_mnist.load(train.DATASET)
    network, generator = recipes.start(resnet, SEED)
    recipes.fit(network, dataset, generator, arguments.epochs, 5e-4, "resnet, quantization-aware")
    os.makedirs(os.path.dirname(arguments.output), exist_ok=True)
    write(network, arguments.output)


def write(network, path):
    """Writes the network as PyTorch exports it, and its biases as integers; it takes raw bytes."""
    import fake_quantization
    import onnx
    import torch
    network.eval()
    network.pixels.high.fill_(255)
    first = network.stem.conv
    with torch.no_grad():
        first.weight.div_(255)
        first.scale.div_(255)
    content = io.BytesIO()
    torch.onnx.export(network.to(memory_format=torch.contiguous_format), torch.zeros(1, 1, 28, 28), content,
                      opset_version=13, input_names=["pixels"], output_names=["logits"])
    model = onnx.load_from_string(content.getvalue())
    fake_quantization.quantize_biases(model.graph)
    for node in model.graph.node:
        node.doc_string = ""
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, path)
    print(f"{path}: {os.path.getsize(path)} bytes", flush=True)


if __name__ == "__main__":
    main()
