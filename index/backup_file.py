"""The form of a backup: one file, of which no byte can change unnoticed.

    footnote-index 1 <SHA-256 of all that follows, hexadecimal>\n
    <manifest: one line of JSON>\n
    <the catalog's SQLite file, compressed by zlib>

Vectors are in the catalog, so the vector index is made again from it.
"""

import hashlib
import json
import os
import secrets
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from index.errors import BackupUnusable, StorageUnusable

NAME = b"footnote-index "
FORM = 1
PART = 1 << 20
LONGEST_HEAD = 100
LEVEL = 1
"""Of compression: vectors hardly give way to it, and text does at once."""


def write_backup(file: Path, manifest: dict[str, Any], catalog: Path) -> None:
    """Writes a backup: the whole file, or nothing of it. Raises `StorageUnusable`."""
    temporary = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with temporary.open("xb") as out:
            temporary.chmod(0o600)  # it holds the text of every document
            out.write(_head("0" * 64))
            digest = hashlib.sha256()
            for part in _body(manifest, catalog):
                digest.update(part)
                out.write(part)
            out.seek(0)
            out.write(_head(digest.hexdigest()))
            out.flush()
            os.fsync(out.fileno())
        os.replace(temporary, file)
    except OSError as error:
        raise StorageUnusable(
            f"{file}: cannot be written ({error.strerror}); free space or permissions there, "
            "or choose another place"
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def read_backup(file: Path, catalog: Path) -> dict[str, Any]:
    """The manifest of a backup that is whole, its catalog written to that path.

    Raises `BackupUnusable` where it is none, is damaged, or is of a newer form.
    """
    with _opened(file) as source:
        expected = _expected(file, source)
        digest = hashlib.sha256()
        while part := source.read(PART):
            digest.update(part)
        if digest.hexdigest() != expected:
            raise BackupUnusable(
                f"{file}: damaged, its bytes are not those that were written; use another backup, "
                "or make the index with `footnote index`"
            )
        source.seek(0)
        source.readline()
        try:
            manifest: dict[str, Any] = json.loads(source.readline())
            if not {"documents", "passages", "made"} <= manifest.keys():
                raise ValueError("its manifest lacks something")
            with catalog.open("wb") as out:
                for part in _inflated(source):
                    out.write(part)
        except (ValueError, AttributeError, zlib.error) as error:
            raise BackupUnusable(
                f"{file}: not of the form of a backup ({error}); use another backup, "
                "or make the index with `footnote index`"
            ) from error
    return manifest


def is_backup(file: Path) -> bool:
    """Whether a file begins as a backup does."""
    with _opened(file) as source:
        return source.read(len(NAME)) == NAME


def _body(manifest: dict[str, Any], catalog: Path) -> Iterator[bytes]:
    yield json.dumps(manifest, sort_keys=True).encode() + b"\n"
    deflate = zlib.compressobj(LEVEL)
    with catalog.open("rb") as source:
        while part := source.read(PART):
            yield deflate.compress(part)
    yield deflate.flush()


def _inflated(source: IO[bytes]) -> Iterator[bytes]:
    """What was compressed, in parts of limited size; raises `ValueError` where its end is missing
    or more follows."""
    inflate = zlib.decompressobj()
    waiting = b""
    while not inflate.eof and (waiting := waiting or source.read(PART)):
        yield inflate.decompress(waiting, PART)
        waiting = inflate.unconsumed_tail
    if not inflate.eof:
        yield inflate.flush()
    if not inflate.eof or inflate.unused_data or source.read(1):
        raise ValueError("its catalog is cut short, or more follows it")


def _head(digest: str) -> bytes:
    return NAME + f"{FORM} {digest}\n".encode()


def _expected(file: Path, source: IO[bytes]) -> str:
    """The digest that the head of a backup states."""
    words = source.readline(LONGEST_HEAD).removesuffix(b"\n").split(b" ")
    if words[0] + b" " != NAME or len(words) < 2 or not words[1].isdigit():
        raise BackupUnusable(f"{file}: no backup of Footnote; name a file that it wrote")
    if int(words[1]) > FORM:
        raise BackupUnusable(
            f"{file}: written by a newer version of Footnote; restore it with that, "
            "or make the index with `footnote index`"
        )
    return words[2].decode(errors="replace") if words[1:2] == [b"1"] and len(words) == 3 else ""


@contextmanager
def _opened(file: Path) -> Iterator[IO[bytes]]:
    try:
        with file.open("rb") as source:
            yield source
    except OSError as error:
        raise BackupUnusable(
            f"{error.filename or file}: cannot be read or written ({error.strerror}); "
            "name a backup that can"
        ) from error
