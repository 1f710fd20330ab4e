"""Bytes become the text that was written, or a reason; never another text."""

import random
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import UnreadableDocument
from index.loaders.encoding import decode
from index.loaders.html import parse as parse_html

GERMAN = "Der Präsident sagte am Dienstag, daß die Gespräche in Köln fortgesetzt würden – „sofort“."
RUSSIAN = "Президент заявил во вторник, что переговоры в Кельне будут продолжены без условий."
CZECH = "Příliš žluťoučký kůň úpěl ďábelské ódy, řekl prezident v úterý."
GREEK = "Ο πρόεδρος δήλωσε την Τρίτη ότι οι συνομιλίες στην Κολωνία θα συνεχιστούν."
TURKISH = "Başkan Salı günü görüşmelerin Köln'de şartsız süreceğini söyledi."
HEBREW = "הנשיא אמר ביום שלישי שהשיחות בקלן יימשכו ללא תנאים."
ARABIC = "قال الرئيس يوم الثلاثاء إن المحادثات في كولونيا ستستمر دون شروط."
JAPANESE = "大統領は火曜日、ケルンでの会談は無条件で継続されると述べた。"
CHINESE = "总统星期二表示，科隆的会谈将无条件继续进行。"
TAIWANESE = "總統星期二表示，科隆的會談將無條件繼續進行。"
KOREAN = "대통령은 화요일 쾰른에서의 회담이 조건 없이 계속될 것이라고 말했다."
WRITTEN = [
    (GERMAN, "cp1252"),
    ("El niño comió piñas en la montaña; ¿qué más pasó después?", "latin-1"),
    (RUSSIAN, "cp1251"),
    (RUSSIAN, "koi8-r"),
    (RUSSIAN, "iso8859-5"),
    (CZECH, "cp1250"),
    ("Vláda včera schválila návrh zákona o státním rozpočtu na příští rok.", "iso8859-2"),
    (GREEK, "cp1253"),
    (TURKISH, "cp1254"),
    (HEBREW, "cp1255"),
    (ARABIC, "cp1256"),
    (JAPANESE, "shift_jis"),
    (JAPANESE, "euc_jp"),
    (CHINESE, "gb18030"),
    (TAIWANESE, "big5"),
    (KOREAN, "euc_kr"),
]


@pytest.mark.parametrize(("text", "encoding"), WRITTEN, ids=[e for _, e in WRITTEN])
def test_an_encoding_is_told_by_what_is_written_in_it(text: str, encoding: str) -> None:
    plain = "Plain words come first, as in most files.\n" * 3
    assert decode((plain + text + "\n").encode(encoding)) == plain + text + "\n"


def test_a_long_plain_beginning_does_not_hide_the_rest() -> None:
    text = "Only ASCII here.\n" * 20_000 + GERMAN
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (GERMAN.encode() + b"\n" + GERMAN.encode("cp1252"), "UTF-8 (but for|mixed)"),
        (GERMAN.encode()[:8] + b" \xc3", "UTF-8 but for byte 0xc3"),
        (b"\xff\xfea\0b", "not UTF-16-LE, as its first bytes say"),
        (CZECH.encode("iso8859-2"), "may be cp1250, iso8859-2"),
        (random.Random(1).randbytes(2000).replace(b"\0", b""), "not text"),
        ("n\u00ba 5".encode("latin-1"), "too little to tell its encoding by"),
        (b"text\0text", "binary"),
        (b"%PDF-1.7\n%", "binary: a PDF"),
    ],
)
def test_what_cannot_be_told_is_reported(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocument, match=reason):
        decode(content)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("não é fácil; você já está à procura de soluções", "cp1252"),
        ("Över ån står en ko på ängen", "cp1252"),
        ("La forêt près de l'école a été fermée", "latin-1"),
        ("Přišel úplný kůň úpěl ďábelské ódy", "cp1250"),
        ("İstanbul'da çocuklar bahçede oynuyor, şarkı söylüyor", "cp1254"),
        ("Мост закрыт", "cp1251"),
        ("Мост закрыт", "koi8-r"),
        ("Η γέφυρα είναι κλειστή", "cp1253"),
        ("הגשר סגור היום", "cp1255"),
        ("橋は閉鎖された。", "shift_jis"),
    ],
)
def test_a_short_text_is_told_where_it_can_be(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("merci à tous", "cp1252"),
        ("¿qué más?", "latin-1"),
        ("très bien", "cp1252"),
        ("gesperrt. Müller", "mac_roman"),
        ("créée en février près de", "mac_roman"),
        ("am Dienstag, daß", "mac_roman"),
        ("pasó después? Mañana", "cp1252"),
    ],
)
def test_a_text_too_short_to_tell_is_refused_and_never_read_as_another(
    text: str, encoding: str
) -> None:
    with suppress(UnreadableDocument):
        assert decode(text.encode(encoding)) == text


@given(st.binary(max_size=300))
def test_bytes_are_text_or_unreadable(content: bytes) -> None:
    try:
        text = decode(content)
    except UnreadableDocument:
        return
    assert "\0" not in text
    assert (
        "\ufffd" not in text
        or "\ufffd".encode() in content
        or content[:2]
        in (
            b"\xff\xfe",
            b"\xfe\xff",
        )
    )


@pytest.mark.parametrize(
    ("page", "encoding"),
    [
        ('<meta charset="shift_jis"><p>大', "cp932"),
        ('<meta http-equiv=content-type content="text/html; charset=ISO-8859-1"><p>€ é', "cp1252"),
        ('<?xml version="1.0" encoding="koi8-r"?><p>Да', "koi8-r"),
        ('<meta charset="iso-2022-jp"><p>大統領', "iso2022_jp"),
        ('<meta charset="windows-1251"><p>Wrongly stated: é', "utf-8"),
        ('<meta charset="nonsense"><p>' + GERMAN, "cp1252"),
        ("<p>" + RUSSIAN, "cp1251"),
    ],
)
def test_a_page_is_read_as_it_states_unless_it_is_something_else(page: str, encoding: str) -> None:
    assert parse_html(page.encode(encoding)).text.strip() == page.rpartition(">")[2]


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850", "cp865"])
@pytest.mark.parametrize(
    "text",
    [
        "Die Straße führt über die Brücke; Größe zählt für alle Bürger, schöne Grüße.\n",
        "La société a été créée en février; les élèves étudient près de la forêt.\n",
        "Året før gikk båten fra øya; småbåter på fjorden måtte vente på været.\n",
    ],
)
def test_old_encodings_are_read_right_or_refused(text: str, encoding: str) -> None:
    with suppress(UnreadableDocument):
        assert decode((text * 3).encode(encoding)) == text * 3
