"""The documents of a suite, by id."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path, PurePosixPath

from index.document import Document
from index.errors import InvalidInput, UnreadableDocument
from index.loaders import load
from index.scan import scan


class DocumentFolder(Mapping[str, Document]):
    """The documents of a folder, each read when it is first asked for.

    Iterating gives the ids, as indexing finds them; nothing outside the folder is ever opened.
    Raises FootnoteError where the folder is missing or holds no documents, InvalidInput where a
    document that is asked for cannot be read.
    """

    def __init__(self, root: Path) -> None:
        if not root.is_dir():
            raise InvalidInput(
                f"{root}: no such documents folder; name one with 'documents:' or add docs/"
            )
        self.root = root
        self._files = {found.id: found.path for found in scan(root).files}
        self._read: dict[str, Document] = {}
        self._ids_by_stem: dict[str, list[str]] = defaultdict(list)
        for id in self._files:
            self._ids_by_stem[PurePosixPath(id).stem].append(id)

    def __getitem__(self, id: str) -> Document:
        if id not in self._read:
            path = self._files[id]
            try:
                self._read[id] = load(path, self.root)
            except UnreadableDocument as error:
                raise InvalidInput(f"{path}: {error}") from error
        return self._read[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def __contains__(self, id: object) -> bool:
        return id in self._files  # without reading the file, which Mapping would do

    @cached_property
    def readable(self) -> tuple[str, ...]:
        """The ids of the documents that can be read; an index holds no others."""
        return tuple(id for id in self._files if self._can_read(id))

    def _can_read(self, id: str) -> bool:
        try:
            return bool(self[id])
        except InvalidInput:
            return False

    def find(self, name: str) -> str:
        """The id of the document with this id, or with this file name without its ending.

        Raises LookupError, with the reason, where there is none or more than one.
        """
        if name in self._files:
            return name
        ids = self._ids_by_stem.get(name, [])
        if not ids:
            raise LookupError(f"no document {name!r} in {self.root}")
        if len(ids) > 1:
            raise LookupError(f"document {name!r} could be any of {', '.join(ids)}")
        return ids[0]
