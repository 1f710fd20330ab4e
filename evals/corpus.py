"""A large folder of documents, indexed in minutes, for measuring speed.

The documents of a suite are among them, and their vectors are the model's. The bulk around them is
other text: paragraphs of real text where there is some, then their sentences put together anew
with a word of each exchanged; without real text, words drawn by Zipf's law. It is written to the
index as it is made: to cut and to encode it would take hours. Its vectors are mixtures of real
vectors with noise. All else about the index is real.
"""

import gzip
import itertools
import json
import os
import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

from assistant.settings import Settings
from assistant.syncing import place_of
from evals.mixing import Mixing
from index.catalog import Catalog, Manifest
from index.document import Document, Passage, Sentence, Span
from index.home import new_mark, own_home
from index.loaders import load
from index.packing import key_of, pack, space_of
from index.passages import CutPassage
from index.recipe import is_whole, recipe_of
from index.remaking import filled
from index.scan import stamp_of
from index.sentences import sentences
from index.staging import Staging
from index.sync import sync
from index.words import STOP_WORDS

ASKED, BULK = "asked", "bulk"
"""The two parts of the folder."""
PASSAGES = 39
"""A document of the bulk has at most so many, and twenty on average: some six pages."""
CHARACTERS = 800
"""Of a passage, at most, unless one sentence is longer."""
SENTENCES = (3, 8)
"""Of a paragraph that is put together: fewest and most."""
WORDS = (6, 30)
"""Of a sentence that is drawn word by word."""
VOCABULARY = 100_000
SYLLABLES = """
al an ar ba be ca co da de di el en er fo ga go ha in is ka ke la le li lo ma me mi mo na ne ni no
on or pa pe po ra re ri ro sa se si so sta ta te ti to tra tu un ur va ve vi vo wa
""".split()
STARTS = 2048
START_WORDS = 25
"""Texts whose vectors those of the bulk are mixed from, and their words."""
AT_ONCE = 500
"""Documents that are written in one transaction."""
TEXTS = 5000
"""Texts whose vectors are made at once."""
OLD = 1_700_000_000
"""Seconds since 1970 at which the files were last changed: long enough ago to be trusted."""

Paragraph = Sequence[str]
Cut = tuple[Document, Manifest, Sequence[CutPassage]]


def make(settings: Settings, wanted: int, texts: Sequence[Path], mixing: Mixing) -> int:
    """Makes the folder and the index of `settings` with so many passages; how many it has.

    The documents that `mixing` knows come with bulk from `texts` (JSON lines with a `passage`,
    gzip-compressed). What an earlier run has made is used again, and finished by `sync`.
    """
    place = place_of(settings)
    if not is_whole(place):
        shutil.rmtree(settings.documents, ignore_errors=True)
        shutil.rmtree(place, ignore_errors=True)
        (settings.documents / BULK).mkdir(parents=True)
        shutil.copytree(mixing.folder, settings.documents / ASKED, copy_function=shutil.copyfile)
        place.mkdir(parents=True)
        catalog = Catalog(place / "catalog.sqlite", create=True)
        try:
            bulk = documents(settings.documents, texts, wanted - len(mixing.cut))
            _write(catalog, itertools.chain(_asked(settings.documents, mixing), bulk), mixing)
            home, mark = own_home(place, catalog, None), new_mark()
            filled(catalog, home, catalog.collection, mark).close()
            catalog.set_meta(dirty="0", vectors=home.address, mark=mark)
        finally:
            catalog.close()
    return sync(settings.documents, place, mixing).passages


def _write(catalog: Catalog, documents: Iterator[Cut], mixing: Mixing) -> None:
    staging, space = Staging(catalog), space_of(mixing.fingerprint, 1)
    while some := list(itertools.islice(documents, AT_ONCE)):
        texts: dict[bytes, str] = {}

        def key(text: str, texts: dict[bytes, str] = texts) -> bytes:
            known = key_of(text.strip(), space)
            texts[known] = text.strip()
            return known

        with catalog.transaction("IMMEDIATE"):
            for document, manifest, passages in some:
                keyed = [
                    (cut, key(cut.passage.text), [key(s.text) for s in cut.sentences])
                    for cut in passages
                ]
                staging.add(staging.stage(document, manifest), keyed)
            staging.keep_vectors(_mixed(texts, mixing))
    with catalog.transaction("IMMEDIATE"):
        staging.switch([], recipe_of(mixing), build=1, whole=False)
        catalog.set_meta(collection="1", dirty="1")


def _mixed(texts: dict[bytes, str], mixing: Mixing) -> Iterator[tuple[bytes, bytes]]:
    rest = iter(texts.items())
    while some := list(itertools.islice(rest, TEXTS)):
        keys, own = zip(*some, strict=True)
        yield from zip(keys, pack(mixing.encode(own)), strict=True)


def _asked(folder: Path, mixing: Mixing) -> Iterator[Cut]:
    for path in sorted((folder / ASKED).rglob("*.txt")):
        document, manifest = _loaded(path, folder)
        name = path.relative_to(folder / ASKED).as_posix()
        yield (
            document,
            manifest,
            [_moved(c, document.id) for c in mixing.cut if c.passage.span.document == name],
        )


def documents(folder: Path, texts: Sequence[Path], passages: int) -> Iterator[Cut]:
    """Documents of the bulk, written to the folder, until they hold so many passages."""
    rng = random.Random(4)
    source = paragraphs(texts)
    for number in itertools.count():
        if passages <= 0:
            return
        own = list(itertools.islice(source, min(passages, rng.randint(1, PASSAGES))))
        path = folder / BULK / f"{number:05}.txt"
        path.write_text("\n\n".join(map(" ".join, own)) + "\n", encoding="utf-8")
        document, manifest = _loaded(path, folder)
        yield document, manifest, list(_passages(document, own))
        passages -= len(own)


def _loaded(path: Path, folder: Path) -> tuple[Document, Manifest]:
    os.utime(path, (OLD, OLD))
    document, facts = load(path, folder), path.stat()
    file = document.digest, facts.st_size, facts.st_mtime_ns
    return document, Manifest(*file, stamp_of(facts), document.loader)


def _passages(document: Document, paragraphs: Sequence[Paragraph]) -> Iterator[CutPassage]:
    start = 0
    for position, own in enumerate(paragraphs):
        ends = list(itertools.accumulate((len(one) + 1 for one in own), initial=start))
        end = min(ends[-1] + 1, len(document.text))
        span, text = Span(document.id, start, end), document.text[start:end]
        parts = (
            Sentence(Span(document.id, at, at + len(one)), one)
            for at, one in zip(ends, own, strict=False)
        )
        yield CutPassage(
            Passage(_id(document.id, position), span, text, "", position), tuple(parts)
        )
        start = end


def _moved(cut: CutPassage, id: str) -> CutPassage:
    """A passage and its sentences in the same document under another id."""

    def moved(span: Span) -> Span:
        return replace(span, document=id)

    passage = replace(cut.passage, id=_id(id, cut.passage.position), span=moved(cut.passage.span))
    return CutPassage(passage, tuple(replace(one, span=moved(one.span)) for one in cut.sentences))


def _id(document: str, position: int) -> str:
    return blake2b(f"{document}:{position}".encode(), digest_size=16).hexdigest()


def paragraphs(texts: Sequence[Path]) -> Iterator[Paragraph]:
    """Paragraphs without end, as long as a passage: real ones each once, then made ones."""
    rng = random.Random(5)
    known: list[str] = []
    for passage in _real(texts):
        own = [passage[a:b] for a, b in sentences(passage, 0, len(passage))]
        known += own
        yield from _parts(own)
    drawn = _drawn(rng)
    while True:
        count = rng.randint(*SENTENCES)
        if known:
            chosen = [_altered(sentence, known, rng) for sentence in rng.choices(known, k=count)]
        else:
            chosen = list(itertools.islice(drawn, count))
        yield from _parts(chosen)


def starts(texts: Sequence[Path]) -> list[str]:
    """What some paragraphs start with, from all over the texts."""
    real = list(_real(texts)) or list(map(" ".join, itertools.islice(paragraphs(()), STARTS)))
    chosen = random.Random(7).sample(real, min(STARTS, len(real)))
    return [" ".join(text.split()[:START_WORDS]) for text in chosen]


def _real(texts: Sequence[Path]) -> Iterator[str]:
    """The passages in the files, each once."""
    known: set[str] = set()
    for path in texts:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                passage = " ".join(json.loads(line).get("passage", "").split())
                if passage and passage not in known:
                    known.add(passage)
                    yield passage


def _parts(sentences: Sequence[str]) -> Iterator[Paragraph]:
    """A paragraph, cut where it is longer than a passage."""
    part: list[str] = []
    for sentence in sentences:
        if part and len(sentence) + sum(map(len, part)) > CHARACTERS:
            yield part
            part = []
        part.append(sentence)
    yield part


def _altered(sentence: str, known: Sequence[str], rng: random.Random) -> str:
    """A sentence with one of its words taken from another, so that few are the same."""
    words, others = sentence.split(), rng.choice(known).split()
    words[rng.randrange(len(words))] = rng.choice(others)
    return " ".join(words)


def _drawn(rng: random.Random) -> Iterator[str]:
    """Sentences without end, of words as frequent as Zipf's law and Mandelbrot's 2.7 say."""
    made = ("".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))) for _ in itertools.count())
    vocabulary = [*sorted(STOP_WORDS), *itertools.islice(made, VOCABULARY)]
    weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(vocabulary))))
    while True:
        words = rng.choices(vocabulary, cum_weights=weights, k=rng.randint(*WORDS))
        yield f"{' '.join(words).capitalize()}."
