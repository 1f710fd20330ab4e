"""Questions in a language that the embedding model doesn't read are told so; others are not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.assistant import Assistant, open_assistant
from assistant.language import language_note, language_of
from assistant.settings import Settings
from assistant.text import as_text
from index.embedding import SentenceTransformerEmbedder

PAIRS = {"where": "dónde", "is": "está", "the": "el", "old": "viejo", "bridge": "puente",
         "who": "quién", "sold": "vendió", "mill": "molino"}  # fmt: skip


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("¿Dónde está el centro nuclear?", "es"), ("cuál es la capital de Bolivia", "es"),
        ("Où se trouve la centrale nucléaire ?", "fr"), ("Wer hat das Buch geschrieben?", "de"),
        ("Quem construiu a ponte de ferro?", "pt"), ("Dove si trova il centro?", "it"),
        ("Где находится ядерный центр?", "ru"), ("首都在哪里？", "zh"),
        ("Resume el documento", "es"), ("Résume le texte", "fr"), ("Kto napisał tę książkę?", "pl"),
        ("Kdy byla postavena ta škola?", "cs"), ("Koliko je ljudi na otoku?", "hr"),
        ("Unde se află centrul nuclear?", "ro"), ("Vem byggde bron och när?", "sv"),
        ("Hvornår blev broen bygget af ham?", "da"),
        ("Når ble broen bygget, og hva het han?", "no"),
        ("Missä on ydinkeskus ja mikä se on?", "fi"), ("Hol van az atomközpont?", "hu"),
        ("Nükleer merkez nerede ve nasıl?", "tr"), ("Trung tâm hạt nhân ở đâu?", "vi"),
        ("Belgeyi özetle", "tr"), ("Streść dokument", "pl"),
        ("東京はどこですか", "ja"), ("أين يقع المركز؟", "ar"),
        ("수도는 어디입니까?", "ko"),
    ],
)  # fmt: skip
def test_a_question_is_told_by_its_script_or_its_little_words(question: str, code: str) -> None:
    found = language_of(question)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "question",
    ["Where is the nuclear center?", "Who is Luiz Inácio Lula da Silva?", "la la land director",
     "how do men care for an ailing lion in its den", "ten man team sale", "what the ai said",
     "los angeles population", "MIR 2019 Kto",
     "What does “dónde está” mean in the song?", "What is El Niño?", "die hard 2 release date",
     "population of São Paulo", "MIR card fees 2019", "", "?!", "What is the letter Ж called?"],
)  # fmt: skip
def test_english_and_what_is_in_doubt_is_not_told(question: str) -> None:
    assert language_of(question) is None


def test_words_that_are_all_strange_are_of_some_other_language() -> None:
    assert "another language" in language_note("kus asub tuumakeskuse peamine hoone", ("en",))
    assert language_note("kus asub the tuumakeskuse peamine hoone", ("en",)) == ""
    assert language_note("lula putin petro", ("en",)) == ""


@given(st.text(max_size=60))
def test_any_text_can_be_asked(text: str) -> None:
    assert isinstance(language_note(text, ("en",)), str)


def test_nothing_is_said_of_a_language_that_the_model_reads_or_of_a_model_unknown() -> None:
    question = "¿Dónde está el centro nuclear?"
    assert language_note(question, ("en", "es")) == ""
    assert language_note(question, ()) == ""
    assert "Spanish" in language_note(question, ("en",))


def test_a_foreign_question_is_answered_or_refused_with_one_note(
    article_assistant: Assistant,
) -> None:
    answer = article_assistant.ask("¿Cuáles son las tarjetas MIR que Russia introdujo en Cuba?")
    assert len(answer.notes) == 1
    assert answer.notes[0].startswith("El modelo de búsqueda solo lee inglés")
    assert answer.text.endswith(answer.notes[0])
    assert as_text(answer).count(answer.notes[0]) == 1


@pytest.fixture(scope="module")
def bilingual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small sentence-transformers model in which words of two languages mean the
    same: the real thing, but for its size."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    root = tmp_path_factory.mktemp("bilingual")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", "?", *PAIRS, *PAIRS.values()]
    (root / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    torch.manual_seed(0)
    bert = BertModel(
        BertConfig(
            vocab_size=len(words),
            hidden_size=32,
            num_hidden_layers=1,
            num_attention_heads=2,
            intermediate_size=32,
            max_position_embeddings=64,
        )
    )
    vectors = bert.embeddings.word_embeddings.weight.data
    for english, spanish in PAIRS.items():
        vectors[words.index(spanish)] = vectors[words.index(english)]
    bert.save_pretrained(root / "bert")
    tokenizer = BertTokenizerFast(vocab_file=str(root / "vocab.txt"), strip_accents=False)
    tokenizer.save_pretrained(root / "bert")
    model = SentenceTransformer(
        modules=[Transformer(str(root / "bert"), max_seq_length=64), Pooling(32)]
    )
    model.model_card_data.language = ["en", "es"]
    model.save(str(root / "model"))
    return root / "model"


def test_a_multilingual_model_is_set_by_its_name_and_finds_across_languages(
    bilingual: Path, folder: Callable[..., Path], tmp_path: Path
) -> None:
    files = {"bridge.txt": "Where is the old bridge.", "mill.txt": "Who sold the mill."}
    settings = Settings(
        documents=folder(files), data=tmp_path / "data", embedding=str(bilingual), refuse_below=0
    )
    assistant = open_assistant(settings)
    for question, document in {
        "Dónde está el viejo puente?": "bridge.txt",
        "Quién vendió el molino?": "mill.txt",
    }.items():
        answer = assistant.ask(question)
        assert answer.passages[0].span.document == document
        assert answer.notes == ()
    assistant.close()


def test_a_model_tells_its_languages_by_its_card(bilingual: Path) -> None:
    assert SentenceTransformerEmbedder(str(bilingual)).languages == ("en", "es")
