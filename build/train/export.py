"""Writes a trained network as ONNX: raw bytes 0..255 in, logits out, readable names, BatchNormalization left whole."""

import copy
import io
import os

import onnx
import torch


def write_onnx(network, path):
    model = to_onnx(network)
    onnx.checker.check_model(model, full_check=True)
    for node in model.graph.node:
        if node.op_type == "BatchNormalization" and len(node.output) != 1:
            raise ValueError(f"{node.name} is no inference BatchNormalization")
    onnx.save(model, path)
    print(f"{os.path.basename(path)}: {os.path.getsize(path)} bytes, {len(model.graph.node)} nodes", flush=True)


def to_onnx(network):
    network = copy.deepcopy(network).eval()
    # The files take the images' bytes by value: the first convolution's weights hold the factor instead.
    first = next(m for m in network.modules() if isinstance(m, torch.nn.Conv2d))
    with torch.no_grad():
        first.weight.div_(255)
    content = io.BytesIO()
    # PRESERVE and no folding keep BatchNormalization apart from the convolutions.
    torch.onnx.export(network.to(memory_format=torch.contiguous_format), torch.zeros(1, 1, 28, 28), content,
                      opset_version=13, training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=False,
                      input_names=["pixels"], output_names=["logits"])
    model = onnx.load_from_string(content.getvalue())
    rename(model.graph, type(network).__name__)
    for node in model.graph.node:
        node.doc_string = ""
    return model


def rename(graph, name):
    """Gives every node its module's path (block3/expand/conv) and every tensor its node's."""
    graph.name = name
    boundary = {value.name for values in (graph.input, graph.output) for value in values}
    kept = boundary | {tensor.name for tensor in graph.initializer}
    tensors, taken = {}, set()
    for node in graph.node:
        scope, _, operator = node.name.strip("/").rpartition("/")
        # A module makes one node, which takes its name; what it makes besides gets a name below it.
        further = {"Add": "/add", "Constant": "/min", "Constant_1": "/max"}
        node.name = scope + further.get(operator, "")
        if node.name in taken:
            raise ValueError(f"two nodes are named {node.name}")
        taken.add(node.name)
        node.input[:] = [tensors.get(tensor, tensor) for tensor in node.input]
        for index, tensor in enumerate(node.output):
            if tensor not in kept:
                tensors[tensor] = f"{node.name}_out"
                node.output[index] = tensors[tensor]
    del graph.value_info[:]
