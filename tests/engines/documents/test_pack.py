import io
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from marchepied.engines.documents import (
    Assembly,
    CollegeView,
    Pack,
    QuestionResult,
    Respondents,
    Result,
    Standing,
    ThemeSection,
    Voice,
    clean_text,
    compose_pack,
    render_pack,
    typeset_french,
)
from marchepied.engines.documents._pack import describe_document
from tests.engines.documents.samples import EMPTY, FULL, HOSTILE_TEXTS, poison


def read_text(pdf):
    """The words of a PDF in reading order, without the spaces that lines add."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return squeeze(" ".join(page.extract_text() for page in pages))


def squeeze(text):
    return "".join(text.replace("\u200b", "").split())


def bookmarks(pdf):
    reader = PdfReader(io.BytesIO(pdf))
    return [entry.title for entry in reader.outline if not isinstance(entry, list)]


def test_the_file_says_its_title_language_and_date():
    reader = PdfReader(io.BytesIO(render_pack(FULL, language="fr").pdf))
    assert reader.metadata.title == (
        "L'Atelier du Pont\u00a0: Notre lien avec les clients et les habitants : "
        "où nous en sommes, ce que nous décidons"
    ).replace("l'", "l’").replace("L'", "L’").replace(" : ", "\u00a0: ")
    assert reader.trailer["/Root"]["/Lang"] == "fr-FR"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.metadata.creation_date.date() == date(2027, 1, 18)


def test_the_parts_come_in_the_order_of_a_reader():
    assert bookmarks(render_pack(FULL, language="fr").pdf) == [
        "L’essentiel en une page",
        "Depuis la dernière fois",
        "Les thèmes, et pourquoi ceux-là",
        "Où nous en sommes",
        "Là où les regards diffèrent",
        "Ce qu’on a décidé",
        "Ce que nous allons faire",
        "Questions à débattre",
        "Le cadre, en une phrase",
        "Comment lire les chiffres",
    ]


def test_the_first_page_stands_alone():
    first = squeeze(PdfReader(io.BytesIO(render_pack(FULL, language="fr").pdf)).pages[0].extract_text())
    said = [
        "L’Atelier du Pont", "Assemblée générale le 6 février 2027", "31 sur 60", "moins de 5",
        "Les deux sites de Bressuire et Cerizay", "7 affirmées", "5 appuyées", "1 vérifiée",
        *(result.sentence for result in FULL.results), FULL.results[0].question, *FULL.commitments,
    ]  # fmt: skip
    assert [text for text in said if squeeze(typeset_french(text)) not in first] == []
    assert squeeze("Depuis la dernière fois") not in first


def test_a_pack_with_nothing_says_what_has_not_been_done():
    document = render_pack(EMPTY, language="fr")
    text = read_text(document.pdf)
    sentences = [
        "Aucun groupe n’a été interrogé", "Le périmètre n’a pas été précisé.",
        "Aucune assemblée générale n’est encore prévue pour en parler.",
        "Aucune question n’a encore reçu de réponse de l’entreprise.",
        "Aucun constat n’a encore été retenu.", "Aucun engagement n’a encore été pris.",
        "Aucun thème n’a encore été choisi.", "Aucune question n’a encore été traitée.",
        "Sans réponse de plusieurs groupes, il n’y a pas de regards à comparer.",
        "Rien n’a encore été décidé ensemble.", "Aucun plan n’a encore été écrit.",
        "Aucune question n’a été préparée.", "loi n° 2014-856 du 31 juillet 2014",
    ]  # fmt: skip
    assert [sentence for sentence in sentences if squeeze(sentence) not in text] == []
    assert (document.pages, document.replaced, document.warnings) == (2, (), ())


def test_a_pilot_alone_is_told_apart_from_a_consultation():
    alone = QuestionResult("Demande-t-on leur avis ?", "L’avis est demandé parfois.", own_level="Parfois")
    pack = Pack(
        "Les Jardins",
        date(2027, 1, 1),
        assembly=Assembly("Conseil"),
        standing=Standing(1, 1, 0, 0),
        themes=(ThemeSection("Usagers", questions=(alone,)), ThemeSection("Territoire")),
    )
    text = read_text(render_pack(pack, language="fr").pdf)
    sentences = [
        "La date n’est pas encore fixée.", "Une question :", "1 affirmée sans pièce à l’appui",
        "Aucun groupe n’a répondu à cette question", "Aucune pièce n’a été jointe",
        "La raison de ce choix n’a pas été écrite.", "Aucune question de ce thème n’a encore été traitée.",
    ]  # fmt: skip
    assert [sentence for sentence in sentences if squeeze(sentence) not in text] == []


def test_everything_told_is_in_the_pack():
    text = read_text(render_pack(FULL, language="fr").pdf)
    said = [
        *FULL.since_last, FULL.themes[0].why, FULL.vision, FULL.contact, FULL.address,
        *(question.statement for question in FULL.themes[0].questions),
        *(question.position_note for question in FULL.themes[0].questions),
        *(decision.statement for decision in FULL.decisions),
        *(action.title for objective in FULL.objectives for action in objective.actions),
        *(debate.question for debate in FULL.debates),
        "en retard, à faire", "Voir le détail page 2", "Désaccord noté : Deux encadrants",
    ]  # fmt: skip
    assert [part for part in said if squeeze(typeset_french(part)) not in text] == []


def test_the_organisation_is_named_by_its_own_word():
    alone = QuestionResult("Demande-t-on leur avis ?", own_level="Parfois")
    pack = replace(
        EMPTY,
        themes=(ThemeSection("Usagers", questions=(alone,)),),
        the_organisation="la mutuelle",
        of_the_organisation="de la mutuelle",
    )
    text = read_text(render_pack(pack, language="fr").pdf)
    said = [
        "La mutuelle dit", "ceci est une affirmation de la mutuelle.",
        "porte la seule parole de la mutuelle.", "reçu de réponse de la mutuelle.",
    ]  # fmt: skip
    assert [sentence for sentence in said if squeeze(sentence) not in text] == []


def test_a_group_that_spoke_with_one_voice_has_answered():
    said = QuestionResult("Demande-t-on leur avis ?", voices=(Voice("Bureau, d’une seule voix", "parfois"),))
    pack = replace(EMPTY, themes=(ThemeSection("Usagers", questions=(said,)),))
    text = read_text(render_pack(pack, language="fr").pdf)
    assert squeeze("Bureau, d’une seule voix : parfois") in text
    assert squeeze("Aucun groupe n’a répondu à cette question") not in text


def test_many_groups_still_hold_on_the_first_page():
    groups = tuple(
        Respondents(f"Groupe numéro {index} de l’établissement", "14 sur 15") for index in range(15)
    )
    pages = PdfReader(io.BytesIO(render_pack(replace(FULL, respondents=groups), language="fr").pdf)).pages
    assert squeeze(typeset_french(FULL.commitments[2])) in squeeze(pages[0].extract_text())


def test_a_link_to_a_question_never_stands_alone_on_a_page():
    for count in range(1, 9):
        themes = (replace(FULL.themes[0], questions=FULL.themes[0].questions[:1] * count),)
        pages = PdfReader(io.BytesIO(render_pack(replace(FULL, themes=themes), language="fr").pdf)).pages
        assert not [page for page in pages if page.extract_text().startswith("Voir le détail")]


def test_english_pack():
    document = render_pack(EMPTY, language="en")
    assert PdfReader(io.BytesIO(document.pdf)).trailer["/Root"]["/Lang"] == "en-GB"
    assert squeeze("No theme has been chosen yet.") in read_text(document.pdf)


def test_large_print_says_the_same_on_more_pages():
    normal, large = render_pack(FULL, language="fr"), render_pack(FULL, language="fr", large_print=True)
    assert large.pages > normal.pages
    assert bookmarks(large.pdf) == bookmarks(normal.pdf)


@pytest.mark.parametrize(("large_print", "drawings"), [(False, 4), (True, 9)])
def test_fifty_groups_are_drawn_on_several_pages(large_print, drawings):
    views = tuple(CollegeView(f"Groupe {index}", "14 sur 15", median=3, low=2, high=4) for index in range(50))
    question = QuestionResult("Une question ?", colleges=views)
    document = compose_pack(replace(EMPTY, themes=(ThemeSection("Thème", questions=(question,)),)), "fr")
    described = describe_document(document, large_print=large_print)
    (state,) = [section for section in described["sections"] if section["raw_key"] == "state"]
    (charts,) = [block["raw_charts"] for block in state["blocks"] if block["kind"] == "chart"]
    (rows,) = [block["rows"] for block in state["blocks"] if block["kind"] == "table"]
    assert len(charts) == drawings
    assert [row[0] for row in rows] == [f"Groupe {index}" for index in range(50)]


def test_a_crowded_first_page_is_reported():
    crowded = replace(FULL, results=FULL.results * 2)
    assert render_pack(crowded, language="en").warnings == (
        "The first page overflows: keep three results and three commitments of a sentence each.",
    )


def test_the_same_pack_gives_the_same_bytes():
    assert render_pack(FULL, language="fr") == render_pack(FULL, language="fr")


@pytest.mark.parametrize("name", HOSTILE_TEXTS)
def test_hostile_text_everywhere_still_makes_a_pack(name):
    hostile = HOSTILE_TEXTS[name]
    document = render_pack(poison(FULL, hostile), language="fr")
    cleaned, replaced = clean_text(hostile)
    assert document.replaced == replaced
    assert len(document.warnings) == (1 if replaced else 0)
    if name not in {"combining", "right_to_left", "signs"}:  # extraction reorders these
        assert squeeze(typeset_french(cleaned)) in read_text(document.pdf)


def test_signs_are_named_in_the_pack():
    document = render_pack(replace(EMPTY, results=(Result("Bravo 👍 漢"),)), language="fr")
    assert squeeze("Bravo [pouce levé] □") in read_text(document.pdf)
    assert document.replaced == ("👍 U+1F44D [pouce levé]", "漢 U+6F22 □")


def test_a_word_of_twenty_thousand_letters_stays_on_the_sheets():
    word = "W" * 20_000
    question = QuestionResult(word, word, own_narrative=word)
    pack = replace(
        EMPTY,
        organisation=word,
        results=(Result(word, word),),
        themes=(ThemeSection(word, word, (question,)),),
    )
    document = render_pack(pack, language="fr")
    assert read_text(document.pdf).count("W") >= 7 * 20_000


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(), max_size=200), st.text(st.characters(), max_size=40))
def test_any_text_makes_a_pack(story, name):
    question = QuestionResult(name, story, own_narrative=story, position=story, divergence=name)
    pack = replace(
        EMPTY,
        organisation=name,
        title=story,
        results=(Result(story, name),),
        themes=(ThemeSection(name, story, (question,)),),
    )
    assert render_pack(pack, language="fr").pdf.startswith(b"%PDF")
