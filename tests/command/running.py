"""What a run of the command gave, and what an error has to look like."""

from collections.abc import Callable
from typing import NamedTuple


class Ran(NamedTuple):
    """The exit code of a run and what it printed."""

    code: int
    out: str
    err: str

    def succeeded(self) -> str:
        """What the run answered; fails where anything went wrong or was complained about."""
        assert (self.code, self.err) == (0, "")
        return self.out

    def complained(self, thing: object, reason: str, step: str) -> None:
        """Fails unless the run ended in one line that names the thing, the reason and a way on."""
        assert (self.code, self.out) == (2, ""), self
        assert len(self.err.splitlines()) == 1, self.err
        assert self.err.startswith("footnote: ")
        assert self.err.endswith("\n")
        for part in (str(thing), reason, step):
            assert part in self.err
        assert "Traceback" not in self.err


Run = Callable[..., Ran]
