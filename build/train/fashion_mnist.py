"""Fashion-MNIST: reads Debian's copy, augments batches, and writes the small excerpt that the sample app carries."""

import gzip
import os
import struct

import numpy
import torch

CALIBRATION_IMAGES = 512
SAMPLE_TEST_IMAGES = 2000


class Dataset:
    """Images as uint8 [n, 1, 28, 28] and labels as int64 [n], for training and for testing."""

    def __init__(self, train_images, train_labels, test_images, test_labels):
        self.train_images, self.train_labels = train_images, train_labels
        self.test_images, self.test_labels = test_images, test_labels


def load(folder):
    def images(name):
        return torch.from_numpy(read_idx(os.path.join(folder, name))).unsqueeze(1)

    def labels(name):
        return torch.from_numpy(read_idx(os.path.join(folder, name))).long()

    return Dataset(images("train-images-idx3-ubyte.gz"), labels("train-labels-idx1-ubyte.gz"),
                   images("t10k-images-idx3-ubyte.gz"), labels("t10k-labels-idx1-ubyte.gz"))


def read_idx(path):
    with gzip.open(path, "rb") as stream:
        content = stream.read()
    zeros, kind, rank = struct.unpack_from(">HBB", content)
    if zeros != 0 or kind != 8:
        raise ValueError(f"{path} is no IDX file of unsigned bytes")
    shape = struct.unpack_from(f">{rank}I", content, 4)
    return numpy.frombuffer(content, numpy.uint8, offset=4 + 4 * rank).reshape(shape).copy()


def write_idx(path, array):
    header = struct.pack(">HBB", 0, 8, array.ndim) + struct.pack(f">{array.ndim}I", *array.shape)
    # Neither a time nor a file name goes into the gzip header: the same images give the same bytes.
    with open(path, "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as stream:
        stream.write(header + array.tobytes())


def write_samples(dataset, folder, seed):
    chosen = numpy.random.default_rng(seed).choice(len(dataset.train_images), CALIBRATION_IMAGES, replace=False)
    numpy.save(os.path.join(folder, "calibration.npy"), dataset.train_images.numpy()[numpy.sort(chosen)])
    write_idx(os.path.join(folder, "test-images.idx3-ubyte.gz"),
              dataset.test_images[:SAMPLE_TEST_IMAGES, 0].numpy())
    write_idx(os.path.join(folder, "test-labels.idx1-ubyte.gz"),
              dataset.test_labels[:SAMPLE_TEST_IMAGES].numpy().astype(numpy.uint8))
    print(f"data: {CALIBRATION_IMAGES} calibration and {SAMPLE_TEST_IMAGES} test images", flush=True)


def to_input(images):
    """Training sees values in 0..1; the exported networks take raw bytes (export.py folds the factor)."""
    return images.float().div_(255).contiguous(memory_format=torch.channels_last)


def augment(images, generator, reach=2):
    """Mirrors half of the images and shifts each by up to `reach` pixels."""
    count, _, height, width = images.shape
    padded = torch.nn.functional.pad(images, (reach, reach, reach, reach))
    rows = torch.arange(height) + torch.randint(0, 2 * reach + 1, (count, 1), generator=generator)
    columns = torch.arange(width) + torch.randint(0, 2 * reach + 1, (count, 1), generator=generator)
    mirrored = torch.rand(count, 1, generator=generator) < 0.5
    columns = torch.where(mirrored, columns.flip(1), columns)
    samples = torch.arange(count).view(count, 1, 1)
    return padded[samples, 0, rows.view(count, height, 1), columns.view(count, 1, width)].unsqueeze(1)
