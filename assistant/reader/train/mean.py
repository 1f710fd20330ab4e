"""Writes the mean of trained weights as they ship: `python -m assistant.reader.train.mean FILE…`.

A file is a checkpoint (.pt) or weights that ship (.onnx); one that is named twice counts twice.
"""

import argparse
from pathlib import Path

from assistant.reader.model import weights_file
from assistant.reader.train.export import export
from assistant.reader.train.network import ReaderNetwork
from assistant.reader.train.starting import start


def main() -> None:
    """Writes `reader.onnx` and its SHA-256 into the folder."""
    parser = argparse.ArgumentParser(description="Write the mean of trained weights.")
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--to", type=Path, required=True, metavar="FOLDER")
    options = parser.parse_args()
    network = ReaderNetwork()
    start(network, options.files)
    options.to.mkdir(parents=True, exist_ok=True)
    export(network, options.to / weights_file().name)


if __name__ == "__main__":
    main()
