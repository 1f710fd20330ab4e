"""What SECURITY.md says is tested is tested."""

import re

from tests.conftest import ROOT


def test_every_test_that_the_security_page_names_is_there() -> None:
    page = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    tests = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "tests").rglob("*.py"))
    named = re.findall(r"`(test_\w+)`", page)
    assert [name for name in named if f"def {name}(" not in tests] == []
    rows = [row for row in page.splitlines() if re.match(r"\| \d+ \|", row)]
    assert len(rows) == 20
    assert all(re.search(r"`(?:test_|tests/)", row) for row in rows)
