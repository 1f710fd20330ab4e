"""Files that could not be read, kept until they change: none is read again for nothing."""

import json
from importlib.metadata import version

from index.catalog import Catalog
from index.loaders import loader_version
from index.scan import Found


class Refusals:
    """What a run may take from the one before: the reasons of files that are still the same.

    `anew` takes none over, and neither does another version of Footnote, which may read more.
    """

    def __init__(self, catalog: Catalog, *, anew: bool = False) -> None:
        self._catalog = catalog
        self._reasons = {} if anew else catalog.failures()
        self._before = {} if anew else _stored(catalog)
        self._now: dict[str, list[int | str]] = {}

    def reason(self, file: Found) -> str | None:
        """Why this file could not be read, None where it has to be read to tell."""
        if self._before.get(file.id) != _stamp(file) or file.id not in self._reasons:
            return None
        self.note(file)
        return self._reasons[file.id]

    def note(self, file: Found) -> None:
        """Notes a file that will not be readable until it changes."""
        self._now[file.id] = _stamp(file)

    def keep(self) -> None:
        """Stores what was noted, for the next run."""
        facts = {"version": version("footnote"), "files": self._now}
        self._catalog.set_meta(refused=json.dumps(facts))


def _stamp(file: Found) -> list[int | str]:
    return [file.size, file.modified, file.stamp, loader_version(file.id)]


def _stored(catalog: Catalog) -> dict[str, list[int | str]]:
    try:
        facts = json.loads(catalog.meta("refused", "{}"))
        files: dict[str, list[int | str]] = facts["files"] if facts else {}
        return files if files and facts["version"] == version("footnote") else {}
    except (ValueError, KeyError, TypeError):
        return {}
