"""Weight blocks: the grain in which block pruning removes weights, the penalty that weakens blocks, and a trial of it."""

import copy

import torch
from torch import nn

LANES = 4


def rows_of(weight, previous_channels=None):
    """Weights as [outputs, positions, channels], positions in NHWC order (ky, kx or y, x)."""
    if weight.dim() == 4:
        return weight.permute(0, 2, 3, 1).flatten(1, 2)
    return weight.view(weight.shape[0], previous_channels or weight.shape[1], -1).transpose(1, 2)


def tile(rows, outputs, padded):
    """Rows cut into blocks of `outputs` rows x 4 inputs: [row blocks, column blocks, outputs * 4], and the blocks' sizes.

    `padded` starts each position on a block of its own (channels filled up to a multiple of 4, as kernels lay them
    out); otherwise blocks run on across positions.
    """
    count, positions, channels = rows.shape
    if padded:
        rows = nn.functional.pad(rows, (0, -channels % LANES))
    rows = rows.flatten(1)
    real = torch.ones(count, positions, channels)
    if padded:
        real = nn.functional.pad(real, (0, -channels % LANES))
    real = real.flatten(1)
    fill = (0, -rows.shape[1] % LANES, 0, -count % outputs)

    def cut(matrix):
        matrix = nn.functional.pad(matrix, fill)
        matrix = matrix.view(matrix.shape[0] // outputs, outputs, matrix.shape[1] // LANES, LANES)
        return matrix.transpose(1, 2).flatten(2)

    return cut(rows), cut(real).sum(2)


def prunable_layers(network):
    """(name, layer, channels of the map that the layer flattens, if it is dense) of the layers that may be pruned."""
    layers, channels = [], None
    for name, layer in network.named_modules():
        if name in network.prunable:
            layers.append((name, layer, None if isinstance(layer, nn.Conv2d) else channels))
        if isinstance(layer, nn.Conv2d):
            channels = layer.out_channels
    return layers


def keep_masks(network, sparsity, outputs, padded):
    """Per layer name, 1 for the weights to keep: the weakest blocks (by root mean square) go, until `sparsity` is met."""
    masks = {}
    with torch.no_grad():
        for name, layer, channels in prunable_layers(network):
            rows = rows_of(layer.weight, channels)
            padded_here = padded and rows.shape[2] > 1
            blocks, sizes = tile(rows, outputs, padded_here)
            order = (blocks.square().sum(2) / sizes.clamp(min=1)).flatten().argsort()
            gone = sizes.flatten()[order].cumsum(0) <= sparsity * layer.weight.numel()
            keep = torch.ones(order.numel())
            keep[order[gone]] = 0
            masks[name] = spread(keep.view(sizes.shape), layer.weight.shape, rows.shape, outputs, padded_here)
    return masks


def spread(keep, weight_shape, rows_shape, outputs, padded):
    """A flag per block, repeated for each of the layer's weights, in the order in which the layer stores them."""
    count, positions, channels = rows_shape
    stride = channels + -channels % LANES if padded else channels
    mask = keep.repeat_interleave(outputs, 0)[:count].repeat_interleave(LANES, 1)[:, :positions * stride]
    return mask.reshape(count, positions, stride)[:, :, :channels].transpose(1, 2).reshape(weight_shape)


def masked(network, masks):
    """The network's weights under masks, by parameter name, for a functional call."""
    return {f"{name}.weight": network.get_submodule(name).weight * mask for name, mask in masks.items()}


def penalty(network, masks, outputs, padded, floor=0.1):
    """A group lasso on the blocks that the masks remove: their root mean squares above `floor` of the kept weights'.

    Below the floor it leaves blocks alone: they are to be weak, not empty, since the dense network uses them too.
    """
    total = 0
    for name, layer, channels in prunable_layers(network):
        weight, mask = layer.weight, masks[name]
        kept = ((weight.detach() * mask).square().sum() / mask.sum()).sqrt()
        rows = rows_of(weight * (1 - mask), channels)
        blocks, sizes = tile(rows, outputs, padded and rows.shape[2] > 1)
        strengths = (blocks.square().sum(2) / sizes.clamp(min=1) + 1e-12).sqrt()
        total = total + (nn.functional.relu(strengths - floor * kept) * sizes).sum() / weight.numel()
    return total


def prune(network, masks):
    """A copy of the network without the masked weights, and the share of the energy (squares) that went with them."""
    pruned, kept, total = copy.deepcopy(network), 0.0, 0.0
    with torch.no_grad():
        for name, mask in masks.items():
            weight = pruned.get_submodule(name).weight
            total += weight.square().sum().item()
            weight.mul_(mask)
            kept += weight.square().sum().item()
    return pruned, 1 - kept / total
