"""What the canonical text of a web page is."""

from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import UnreadableDocument
from index.loaders.html import parse

PAGE = """<!doctype html><title>Cats | Pets &amp; more</title><style>p{}</style>
<nav><a href=/>Home</a></nav>
<header>The pet pages</header>
<h1>Cats</h1>
<p>A cat has&nbsp;10<sup>6</sup> hairs<sup><a href="#n1">1</a></sup> since the 19<sup>th</sup>
   cen&shy;tury.<p>An <b>unclosed <i>tag</b> is no harm<script>alert("no")</script>.
<ul><li>one<li>two <p>and its second part<ol start=3 type=i><li>deep<li>deeper</ol></ul>
<ol><li value=7>seven</ol>
<dl><dt>Purr<dd>A sound.<dd>A motion.</dl>
<h2>Facts</h2>
<table><caption>People</caption>
<thead><tr><th>Name<th colspan=2>Years<tr><th>Name<th>born<th>died</thead>
<tr><td rowspan=2>Ada<td>1815<td>1852<tr><td>x<td></table>
<table><tr><th>Born<td>1815<tr><th>Died<td>1852</table>
<table><tr><td>City<td>People<tr><td>Rome<td>12<tr><td>Oslo<td>3</table>
<table role=presentation><tr><td>left<td>right</table>
<p hidden>no</p><div style="color: red; display : none">no</div><noscript>no</noscript>
<template><p>no</p></template><!-- no --><svg><title>no</title></svg><dialog>no</dialog>
<pre>
  kept
     as it is
</pre>
<p>One line<br>another<br><br>a new start <q>quoted</q>
<img alt="no" src="data:image/png;base64,AAAA"><footer>Call 555</footer>"""

TEXT = """The pet pages

Cats

A cat has 10⁶ hairs[1] since the 19th century.

An unclosed tag is no harm.

• one
• two

and its second part

  iii. deep
  iv. deeper

7. seven

• Purr: A sound.
• Purr: A motion.

Facts

People

Columns: Name; Years born; Years died.
Row 3 — Name: Ada; Years born: 1815; Years died: 1852.
Row 4 — Name: Ada; Years born: x.

Row 1 — Born: 1815.
Row 2 — Died: 1852.

Columns: City; People.
Row 2 — City: Rome; People: 12.
Row 3 — City: Oslo; People: 3.

left

right

  kept
     as it is

One line
another

a new start “quoted”

Call 555
"""


def test_a_page_reads_as_a_browser_shows_it() -> None:
    parsed = parse(PAGE.encode())
    assert parsed.text == TEXT
    assert parsed.title == "Cats"
    assert [(h.level, h.text) for h in parsed.headings] == [(1, "Cats"), (2, "Facts")]
    for heading in parsed.headings:
        assert parsed.text.startswith(f"\n\n{heading.text}\n\n", heading.start - 2)


def test_title_is_the_stated_one_where_no_heading_is_part_of_it() -> None:
    assert parse(b"<title> Of  this </title><h2>Other</h2>").title == "Of this"
    assert parse(b"<h3>Only this</h3>").title == "Only this"
    assert parse(b"<p>No title").title is None


def test_what_leads_around_a_site_is_kept_where_there_is_nothing_else() -> None:
    assert parse(b"<nav>Home <a>Away</a></nav>").text == "Home Away\n"


def test_xhtml_that_closes_at_once_loses_nothing() -> None:
    page = '<?xml version="1.0"?><html><head><title/><script src="a"/></head><body><p>All</p>'
    assert parse(page.encode()).text == "All\n"


def test_every_term_of_a_list_of_definitions_is_kept() -> None:
    page = "<dl><dt>Alpha<dt>Beta<dd>shared<dt>Gamma<dd><ul><li>in</ul><dt>Alone</dl><p>After"
    assert parse(page.encode()).text == (
        "• Alpha; Beta: shared\n• Gamma\n\n• in\n• Alone\n\nAfter\n"
    )


def test_pre_holds_what_a_browser_shows_of_it() -> None:
    page = (
        "<pre>a<br>b<script>x()</script><span hidden>h</span>  c</pre><ul><li><pre>x\n y</pre></ul>"
    )
    assert parse(page.encode()).text == "a\nb  c\n\n• x\n y\n"


def test_deep_and_broken_pages_keep_their_words() -> None:
    assert parse(b"<div>" * 3000 + b"deep").text == "deep\n"
    assert parse(b"<h1><div>" * 500 + b"deep").text == "deep\n"
    assert parse(b"<table><tr><td>" * 200 + b"deep").text == "deep\n"
    assert parse(b"<ul><li>" * 500 + b"deep").text.strip() == "• deep"
    assert parse(b"<p>a <b").text == "a\n"
    assert parse(b"&xxe; &#0; &#xD800; &notit;").text.split()[0] == "&xxe;"


TAGS = """p div h1 h2 ul ol li table tr td th thead dl dt dd pre br sup a nav b title template q rt
select svg math q button body html caption""".split()
MARKUP = st.lists(
    st.one_of(
        st.sampled_from(TAGS).map(lambda tag: f"<{tag}>"),
        st.sampled_from(TAGS).map(lambda tag: f"</{tag}>"),
        st.sampled_from(
            ["<td colspan=3>", "<td rowspan=0 colspan=99999999>", "<ol start=-2 reversed>",
             "<li value=x>", "<p hidden>", "&amp;", "&#0;", "<!--", "-->",
             "<a href='#x'>", "<h1 role=heading>"]
        ),
        st.text(max_size=8),
    )
)  # fmt: skip


@settings(deadline=None)
@given(MARKUP)
def test_any_page_is_read_and_its_headings_stand_where_they_are_said_to(parts: list[str]) -> None:
    try:
        parsed = parse("".join(parts).encode("utf-8", "replace"))
    except UnreadableDocument:
        return
    for heading in parsed.headings:
        assert parsed.text.startswith(heading.text, heading.start)
    assert not parsed.text or parsed.text.strip()
