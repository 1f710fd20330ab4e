"""The command `footnote`: its verbs, and how errors reach a person."""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib.metadata import entry_points
from typing import Any, NoReturn

from assistant.export.verb import VERIFY
from assistant.indexing import INDEX
from assistant.keeping import BACKUP, RESTORE
from assistant.mcp.verb import MCP
from assistant.mending import DOCTOR
from assistant.options import add_options, settings_from
from assistant.privacy import stay_private
from assistant.verbs import VERBS, Verb
from index.errors import FootnoteError

OWN_VERBS = (*VERBS, INDEX, DOCTOR, BACKUP, RESTORE, MCP, VERIFY)
DESCRIPTION = (
    "Chat with a folder of documents: every sentence of an answer is footnoted to the exact words "
    "it came from, and “the documents don't say” is an answer too."
)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line, like every other error."""
        self.exit(2, complaint(f"{message}; see `{self.prog} --help`"))

    def print_help(self, file: Any = None) -> None:
        """The help; an error in writing it is not passed over, as argparse would."""
        (file or sys.stdout).write(self.format_help())


def complaint(error: object) -> str:
    """An error as a person meets it: one line, even where a name in it has line breaks."""
    return f"footnote: {' '.join(str(error).splitlines())}\n"


def verbs(asked: str = "") -> list[Verb]:
    """The verbs of this package, and those that installed packages register.

    The latter cost time to load, and are left out where a verb of this package is asked for.
    """
    if asked in {verb.name for verb in OWN_VERBS}:
        return list(OWN_VERBS)
    registered = [found.load() for found in entry_points(group="footnote.verbs")]
    return [*OWN_VERBS, *sorted(registered, key=lambda verb: verb.name)]


def parser(asked: str = "") -> argparse.ArgumentParser:
    """The parser of the command line; `asked` is the verb that it has to know, if only one."""
    whole = _Parser(prog="footnote", description=DESCRIPTION)
    choices = whole.add_subparsers(dest="verb", required=True, metavar="VERB")
    for verb in verbs(asked):
        sub = choices.add_parser(verb.name, help=verb.help, description=verb.help)
        verb.add_arguments(sub)
        add_options(sub, verb.name)
        sub.set_defaults(run=verb.run)
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one verb; the exit code is 0, 1 where a check fails, 2 for an error in one line."""
    try:
        try:
            return _run(arguments)
        finally:
            if isinstance(sys.stdout, io.TextIOWrapper):
                sys.stdout.flush()  # at the interpreter's exit an error could not be told any more
    except BrokenPipeError:
        # The reader of our output is gone; what is left unwritten is nobody's loss.
        _drop_output()
        return 0
    except OSError as error:
        if error.filename is not None:  # of a file, which a stream's error does not name
            raise
        _drop_output()
        sys.stderr.write(
            complaint(f"the output cannot be written ({error.strerror}); send it elsewhere")
        )
        return 2


def _drop_output() -> None:
    """Lets what is still to be written to standard output go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: Sequence[str] | None) -> int:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal may lack our quotation marks
    given = sys.argv[1:] if arguments is None else list(arguments)
    parsed = parser(given[0] if given else "").parse_args(given)
    try:
        settings = settings_from(parsed)
        stay_private(settings.embedding, settings.trace)
        code: int = parsed.run(parsed, settings)
    except FootnoteError as error:
        sys.stderr.write(complaint(error))
        return 2
    except KeyboardInterrupt:
        return 130
    return code
