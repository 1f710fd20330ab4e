"""Imports point one way: `index` knows nothing above it, `assistant` nothing of `evals`."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("index", "assistant", "evals")

FORBIDDEN = {
    "index": ("assistant", "evals", "tests"),
    "assistant": ("evals", "tests"),
    "evals": ("tests",),
}

PUBLIC = (
    "assistant.answer",
    "assistant.assistant",
    "assistant.conversation",
    "assistant.feedback",
    "assistant.grounding.check",
    "assistant.grounding.fault",
    "assistant.questions.making",
    "assistant.settings",
    "assistant.support",
    "assistant.syncing",
    "assistant.verbs.Verb",
    "assistant.verbs.progress_bar",
    "assistant.writer.model",
    "assistant.writer.prompts",
    "assistant.written",
)
"""What `evals` may use: what any program would that asks the assistant or registers a verb, the
making of questions from sentences, what judges statements, and access to language models with the
prompts that scripted ones recognise."""


def names_imported(source: str, module: str) -> Iterator[str]:
    """Every dotted name that a module imports, wherever in it, relative imports resolved.

    `from a import b` gives `a.b`, as b may be a module.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = module.split(".")[: -node.level] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def within(name: str, package: str) -> bool:
    """Whether a dotted name is that package or lies in it."""
    return name == package or name.startswith(package + ".")


def wrong(name: str, package: str) -> bool:
    """Whether a module of the package must not import that name."""
    if any(within(name, above) for above in FORBIDDEN[package]):
        return True
    private = within(name, "assistant") and not any(within(name, public) for public in PUBLIC)
    return package == "evals" and private


def module_name(path: Path, root: Path) -> str:
    """The dotted name of a file; `__init__` stays, so that relative imports count right."""
    return ".".join(path.relative_to(root).with_suffix("").parts)


def wrong_imports(root: Path) -> list[str]:
    """Every import under the root that points the wrong way, as `file: name`."""
    return [
        f"{path.relative_to(root).as_posix()}: {name}"
        for package in PACKAGES
        for path in sorted((root / package).rglob("*.py"))
        for name in names_imported(path.read_text(encoding="utf-8"), module_name(path, root))
        if wrong(name, package)
    ]


def plant(root: Path, file: str, source: str) -> list[str]:
    path = root / file
    path.parent.mkdir(parents=True)
    path.write_text(source, encoding="utf-8")
    return wrong_imports(root)


def test_imports_point_one_way() -> None:
    assert wrong_imports(ROOT) == []


def test_every_package_is_looked_at() -> None:
    assert all(list((ROOT / package).rglob("*.py")) for package in PACKAGES)


@pytest.mark.parametrize(
    ("file", "source", "name"),
    [
        ("index/a.py", "import assistant.answer", "assistant.answer"),
        ("index/loaders/a.py", "from assistant import answer", "assistant.answer"),
        ("index/a.py", "def f():\n    from evals.run import evaluate", "evals.run.evaluate"),
        ("assistant/web/a.py", "if True:\n    import evals", "evals"),
        ("assistant/a.py", "from tests.fakes import Fake", "tests.fakes.Fake"),
        ("assistant/web/a.py", "from ...evals import run", "evals.run"),
        ("evals/a.py", "from assistant.reader import read", "assistant.reader.read"),
        ("evals/a.py", "from assistant import chain", "assistant.chain"),
        ("evals/a.py", "import assistant", "assistant"),
        ("evals/a.py", "from assistant.verbs import VERBS", "assistant.verbs.VERBS"),
    ],
)
def test_planted_import_that_points_the_wrong_way_is_found(
    tmp_path: Path, file: str, source: str, name: str
) -> None:
    assert plant(tmp_path, file, source) == [f"{file}: {name}"]


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("index/a.py", "import indexes\nfrom index import b\nfrom . import c"),
        ("assistant/a.py", "from index.document import Span\nimport assistants"),
        ("assistant/web/a.py", "from ..answer import Answer\nfrom . import pages"),
        ("evals/a.py", "from assistant.answer import Answer\nfrom index.errors import IndexBusy"),
        ("evals/verb.py", "from assistant.verbs import Verb, progress_bar"),
        ("evals/a.py", "from assistant import answer\nfrom assistant.assistant import Assistant"),
    ],
)
def test_import_that_points_the_right_way_passes(tmp_path: Path, file: str, source: str) -> None:
    assert plant(tmp_path, file, source) == []
