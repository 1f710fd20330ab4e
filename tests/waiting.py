"""Waiting for something that another thread does."""

import time
from collections.abc import Callable

PATIENCE = 60.0


def until(holds: Callable[[], object], patience: float = PATIENCE) -> None:
    """Returns once something holds; fails where it doesn't within the patience (seconds)."""
    end = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.01)
