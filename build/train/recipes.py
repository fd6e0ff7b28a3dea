"""How the networks are trained: one thread, one seed, deterministic algorithms, so that a run can be repeated."""

import functools
import itertools
import math
import time

import torch
from torch import nn
from torch.nn.utils.stateless import functional_call

import blocks
import fashion_mnist
import networks

BATCH = 128

LASSO = 3.0

# The kernels' weight blocks may be 16 or 8 outputs high, and may or may not start anew at each position.
BLOCK_SHAPES = ((16, False), (16, True), (8, False), (8, True))


# The sample prunes both networks by blocks without training them again: in a second phase they learn to do without
# the weakest blocks, and to be as good as before with all of them.


def train_lenet(dataset, seed, epochs=None):
    network, generator = start(networks.LeNet, seed)
    fit(network, dataset, generator, epochs or 14, 2e-3, "lenet")
    prepare_pruning(network, dataset, generator, epochs or 12, 2e-3, "lenet", 0.5)
    return network


def train_mobilenet(dataset, seed, epochs=None):
    network, generator = start(networks.MobileNet, seed)
    fit(network, dataset, generator, epochs or 9, 4e-3, "mobilenet")
    prepare_pruning(network, dataset, generator, epochs or 10, 3e-3, "mobilenet", 0.25)
    return network


def prepare_pruning(network, dataset, generator, epochs, rate, title, sparsity):
    further_loss = functools.partial(pruned_loss, sparsity=sparsity)
    fit(network, dataset, generator, epochs, rate, f"{title}, also without {sparsity:.0%}", further_loss)
    report_pruning(network, dataset, sparsity)


def start(kind, seed):
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(seed)
    network = kind().to(memory_format=torch.channels_last)
    print(f"{type(network).__name__}: {sum(p.numel() for p in network.parameters())} parameters", flush=True)
    return network, torch.Generator().manual_seed(seed)


def fit(network, dataset, generator, epochs, rate, title, further_loss=None):
    """AdamW with a warm-up of one epoch and a cosine decay."""
    count = len(dataset.train_images) // BATCH
    optimizer = torch.optim.AdamW(network.parameters(), rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / count, 0.5 + 0.5 * math.cos(math.pi * step / (epochs * count))))
    steps = itertools.count()
    for epoch in range(epochs):
        started, total = time.monotonic(), 0.0
        network.train()
        order = torch.randperm(len(dataset.train_images), generator=generator)
        for chosen in order[:count * BATCH].view(count, BATCH):
            images = fashion_mnist.to_input(fashion_mnist.augment(dataset.train_images[chosen], generator))
            labels = dataset.train_labels[chosen]
            loss = nn.functional.cross_entropy(network(images), labels)
            total += loss.item()
            if further_loss:
                loss = loss + further_loss(network, images, labels, next(steps))
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            schedule.step()
        print(f"{title}: epoch {epoch + 1}/{epochs}, loss {total / count:.4f}, "
              f"top-1 {top1(network, dataset):.2f} %, {time.monotonic() - started:.0f} s", flush=True)


def pruned_loss(network, images, labels, step, sparsity):
    """The loss without the weakest blocks, and a group lasso that keeps them weak."""
    outputs, padded = BLOCK_SHAPES[step % len(BLOCK_SHAPES)]
    masks = blocks.keep_masks(network, sparsity, outputs, padded)
    pruned = functional_call(network, blocks.masked(network, masks), images)
    return nn.functional.cross_entropy(pruned, labels) + LASSO * blocks.penalty(network, masks, outputs, padded)


def top1(network, dataset):
    """The share of the 10,000 test images that the network names correctly, in percent."""
    network.eval()
    right = 0
    with torch.no_grad():
        for images, labels in zip(dataset.test_images.split(500), dataset.test_labels.split(500)):
            right += (network(fashion_mnist.to_input(images)).argmax(1) == labels).sum().item()
    return 100 * right / len(dataset.test_labels)


def report_pruning(network, dataset, sparsity):
    """What block pruning, without further training, costs."""
    for outputs, padded in BLOCK_SHAPES:
        pruned, energy = blocks.prune(network, blocks.keep_masks(network, sparsity, outputs, padded))
        print(f"blocks {outputs}x4{' (channels padded)' if padded else ''}, {sparsity:.0%} of the weights removed, "
              f"{energy:.1%} of their energy: top-1 {top1(pruned, dataset):.2f} %", flush=True)
