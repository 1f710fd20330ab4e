"""`footnote doctor`: what is wrong with the index, and what mends it."""

import argparse
import sys
from typing import TYPE_CHECKING, Any

from assistant.settings import Settings
from assistant.verbs import Verb, show_json

if TYPE_CHECKING:
    from index.fault import Fault

WHOLE = "the index is whole and in line with the documents"
PARTLY = (
    "looked for {looked_at:,} of {of:,} passages by their vectors; `footnote doctor --all` looks "
    "for all"
)


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fix", action="store_true", help="mend what can be mended")
    parser.add_argument(
        "--all",
        action="store_true",
        help="look for every passage by its vector; without it, for at least 500",
    )
    parser.add_argument("--json", action="store_true", help="the findings as one JSON object")


def _doctor(arguments: argparse.Namespace, settings: Settings) -> int:
    from assistant.chroma import server_of
    from assistant.syncing import place_of
    from index.doctor import examine
    from index.embedding import open_embedder
    from index.mending import mend

    embedder = open_embedder(settings.embedding, settings.device)
    where = settings.documents, place_of(settings), embedder
    looked = {"looked_at": 0, "of": 0}

    def note(looked_at: int, of: int) -> None:
        looked.update(looked_at=looked_at, of=of)

    told: dict[str, Any] = {
        "may_be_empty": settings.allow_upload,
        "every": arguments.all,
        "looked": note,
        "server": server_of(settings),
    }
    done: list[str] = []
    if arguments.fix:
        done, faults = mend(*where, **told)
    else:
        faults = list(examine(*where, **told))
    if arguments.json:
        found = [_as_json(one) for one in faults]
        show_json({"whole": not faults, "done": done, "faults": found, "vectors": looked})
    else:
        lines = [*(f"done: {line}" for line in done), *(map(str, faults) if faults else [WHOLE])]
        if looked["looked_at"] < looked["of"]:
            lines.append(PARTLY.format(**looked))
        sys.stdout.write("\n".join(lines) + "\n")
    return 1 if faults else 0


def _as_json(fault: "Fault") -> dict[str, str]:
    return {"kind": fault.kind.name.lower(), "what": fault.what, "step": fault.step}


DOCTOR = Verb(
    "doctor", "check the index against the documents and itself, and mend it", _arguments, _doctor
)
