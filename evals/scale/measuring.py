"""What the parts of `evals.scale` measure with: the memory of a process, the size of files."""

import subprocess
from pathlib import Path

MB = 2**20


def resident(process: int) -> float:
    """The memory of a process in MB."""
    told = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(process)], capture_output=True, text=True, check=True
    )
    return int(told.stdout) / 1024


def size(folder: Path) -> float:
    """What the files below a folder take on the disk, in MB."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / MB
