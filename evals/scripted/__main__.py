"""A faithful scripted model on this machine, named by its address: `python -m evals.scripted`.

It is no language model: it rewords the sentences that it is given. With it, `footnote eval --model
scripted --model-url …` shows what the way from a written sentence to a footnote keeps.
"""

import argparse
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress

from evals.scripted.faithful import faithful_writer
from evals.scripted.server import MODEL, scripted


def main(arguments: Sequence[str] | None = None, stop: threading.Event | None = None) -> int:
    """Serves until it is interrupted, or until `stop`; tells the flags that name it."""
    parser = argparse.ArgumentParser(prog="python -m evals.scripted", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="a free one by itself")
    options = parser.parse_args(arguments)
    try:
        with scripted(faithful_writer(), options.port) as server:
            sys.stdout.write(f"--model {MODEL} --model-url {server.url}\n")
            sys.stdout.flush()
            with suppress(KeyboardInterrupt):
                (stop or threading.Event()).wait()
    except OSError as error:
        sys.stderr.write(f"footnote: port {options.port}: {error.strerror}; name another one\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
