"""`footnote doctor`: what is wrong with the index, and what mends it."""

import argparse
import sys
from typing import TYPE_CHECKING

from assistant.settings import Settings
from assistant.verbs import Verb, show_json

if TYPE_CHECKING:
    from index.fault import Fault

WHOLE = "the index is whole and in line with the documents"


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fix", action="store_true", help="mend what can be mended")
    parser.add_argument("--json", action="store_true", help="the findings as one JSON object")


def _doctor(arguments: argparse.Namespace, settings: Settings) -> int:
    from assistant.assistant import place_of
    from index.doctor import examine
    from index.embedding import open_embedder
    from index.mending import mend

    where = settings.documents, place_of(settings), open_embedder(settings.embedding)
    done: list[str] = []
    if arguments.fix:
        done, faults = mend(*where, may_be_empty=settings.allow_upload)
    else:
        faults = list(examine(*where, may_be_empty=settings.allow_upload))
    if arguments.json:
        show_json({"whole": not faults, "done": done, "faults": [_as_json(one) for one in faults]})
    else:
        lines = [*(f"done: {line}" for line in done), *(map(str, faults) if faults else [WHOLE])]
        sys.stdout.write("\n".join(lines) + "\n")
    return 1 if faults else 0


def _as_json(fault: "Fault") -> dict[str, str]:
    return {"kind": fault.kind.name.lower(), "what": fault.what, "step": fault.step}


DOCTOR = Verb(
    "doctor", "check the index against the documents and itself, and mend it", _arguments, _doctor
)
