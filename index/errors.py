"""Everything that can go wrong for a reason the user can mend.

    FootnoteError
    ├── FolderUnusable        the documents folder is missing, empty or cannot be read
    ├── UnreadableDocument    one file cannot be read as text; the others still are
    │   └── Unsettled         somebody may still be writing it
    ├── UnknownDocument       a document was named that the index does not hold
    ├── DocumentChanged       a document's file is not what was indexed any more
    ├── UnknownType           a file of a type that cannot be indexed
    ├── NotWritten            a document could not be put into the folder, or taken out of it
    ├── InvalidQuestion       a question that cannot be asked (empty, too long)
    ├── Busy                  too many questions at once, or from one asker
    ├── InvalidInput          an option, a history or a suite that does not fit its form
    ├── IndexMissing          nothing has been indexed yet
    ├── IndexMismatch         the index was made with another recipe
    ├── IndexBusy             another process is writing the index
    ├── IndexDamaged          the index files are not what was written
    ├── BackupUnusable        a file cannot be restored from, or must not be written over
    ├── ChromaUnusable        the Chroma server does not answer, or is none that can be used
    ├── StorageUnusable       the data folder cannot be written, or the disk is full
    └── ModelUnusable         a model is missing, altered, failed its check, or unusable as named

A message is one line: the thing, the reason, the next step.
"""


class FootnoteError(Exception):
    """A problem with a reason and a next step; printed as one line, exit code 2."""


class FolderUnusable(FootnoteError):
    """The documents folder is missing, empty or cannot be read."""


class UnreadableDocument(FootnoteError):
    """One file cannot be read as text. `passing` tells that the cause may pass by itself."""

    def __init__(self, reason: str, *, passing: bool = False) -> None:
        super().__init__(reason)
        self.passing = passing


class Unsettled(UnreadableDocument):
    """One file that somebody may still be writing: a moment later it can be judged."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, passing=True)


class UnknownDocument(FootnoteError):
    """A document was named that the index does not hold."""


class DocumentChanged(FootnoteError):
    """A document's file is not what was indexed any more."""


class UnknownType(FootnoteError):
    """A file of a type that cannot be indexed."""


class NotWritten(FootnoteError):
    """A document could not be put into the folder, or taken out of it: all is as it was."""


class InvalidQuestion(FootnoteError):
    """A question that cannot be asked."""


class Busy(FootnoteError):
    """Nothing more can be taken on at the moment; asking again later may help."""

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        """Whole seconds after which asking again may help."""


class InvalidInput(FootnoteError):
    """An option, a history or a suite that does not fit its form."""


class IndexMissing(FootnoteError):
    """Nothing has been indexed yet."""


class IndexMismatch(FootnoteError):
    """The index was made with another recipe."""


class IndexBusy(FootnoteError):
    """Another process is writing the index."""


class IndexDamaged(FootnoteError):
    """The index files are not what was written."""


class BackupUnusable(FootnoteError):
    """A file cannot be restored from, or something must not be written over."""


class ChromaUnusable(FootnoteError):
    """The Chroma server that was named does not answer, refuses, or is none that can be used."""


class StorageUnusable(FootnoteError):
    """The data folder cannot be written, or the disk is full."""


class ModelUnusable(FootnoteError):
    """A model is missing, altered, failed its check, or cannot be used as it was named."""
