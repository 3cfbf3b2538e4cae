"""Surveys of LimeSurvey in their two layouts: texts in the rows of each language, or in sections apart."""

import pytest

from marchepied.engines.referential import validate
from marchepied.engines.referential.exchange import FileRefusedError, understand


def rows(section, *items):
    inside = "".join(
        "<row>" + "".join(f"<{key}><![CDATA[{value}]]></{key}>" for key, value in item.items()) + "</row>"
        for item in items
    )
    return f"<{section}><rows>{inside}</rows></{section}>"


def survey(*sections, base="fr"):
    head = "<document><LimeSurveyDocType>Survey</LimeSurveyDocType>"
    return f"{head}<languages><language>{base}</language></languages>{''.join(sections)}</document>".encode()


def question(qid, kind, **more):
    known = {
        "qid": qid,
        "parent_qid": "0",
        "gid": "1",
        "type": kind,
        "title": f"Q{qid}",
        "question_order": qid,
    }
    return {**known, **more}


def older():
    """A survey of version 2 or 3: one row a language, everywhere; lines written in disorder."""
    asked = [
        question("5", "F", question=text, language=language)
        for language, text in (("fr", "Que dites-vous"), ("en", "What of"))
    ]
    lines = [
        {
            "qid": qid,
            "parent_qid": "5",
            "title": f"S{qid}",
            "question": f"{words} {qid}",
            "language": language,
            "question_order": order,
        }
        for language, words in (("fr", "ligne"), ("en", "line"))
        for qid, order in (("7", "2"), ("6", "10"), ("8", "1"))
    ]
    answers = [
        {"qid": "5", "code": code, "answer": text, "sortorder": order, "language": language}
        for code, order, language, text in (
            ("B", "2", "fr", "Oui"),
            ("A", "1", "fr", "Non"),
            ("B", "2", "en", "Yes"),
            ("A", "1", "en", "No"),
        )
    ]
    groups = [{"gid": "1", "group_name": "Accueil", "group_order": "1", "language": "fr"}]
    return survey(
        rows("groups", *groups),
        rows("questions", *asked),
        rows("subquestions", *lines),
        rows("answers", *answers),
    )


def questions_of(found):
    return [one for axis in found.data["axes"] for domain in axis["domains"] for one in domain["questions"]]


def said(found, plain):
    return [plain(str(note)) for note in found.notes]


def test_an_older_survey_in_two_languages_asks_each_question_once_and_in_order():
    found = understand(older(), "enquete.lss")
    assert validate(found.data) == ()
    assert [one["wording"] for one in questions_of(found)] == [
        {"fr": f"Que dites-vous ligne {qid}", "en": f"What of line {qid}"} for qid in ("8", "7", "6")
    ]
    assert [level["short"] for level in questions_of(found)[0]["levels"]] == [
        {"fr": "Non", "en": "No"},
        {"fr": "Oui", "en": "Yes"},
    ]


def test_rows_without_a_language_are_in_that_of_the_survey(plain):
    groups = rows("groups", {"gid": "1", "group_name": "Home", "language": ""})
    found = understand(
        survey(groups, rows("questions", question("1", "Y", question="Well?")), base="en"), "enquete.lss"
    )
    assert questions_of(found)[0]["wording"]["en"] == "Well?"
    assert said(found, plain) == [
        "Textes qui n’existent que dans une langue, recopiés et à traduire : 4.",
    ]


def test_a_survey_without_any_language_says_that_it_was_taken_as_french(plain):
    groups = rows("groups", {"gid": "1", "group_name": "Accueil"})
    found = understand(
        survey(groups, rows("questions", question("1", "Y", question="Ça va ?")), base=""), "enquete.lss"
    )
    assert said(found, plain)[0] == (
        "Textes dont le fichier ne dit pas la langue, rangés comme du français : 2."
    )


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("S", "on y répond par un texte libre (type S)."),
        ("N", "on y répond par des nombres (type N)."),
        ("M", "on peut y cocher plusieurs réponses (type M)."),
        ("D", "on y répond par une date (type D)."),
        ("1", "c’est un tableau à deux échelles (type 1)."),
        ("~", "son type est inconnu (~)."),
        ("L", "elle a 0 réponses et il en faut de 2 à 11."),
    ],
)
def test_a_question_that_is_left_says_why_in_words(plain, kind, why):
    with pytest.raises(FileRefusedError) as caught:
        understand(survey(rows("questions", question("1", kind))), "enquete.lss")
    assert f"Question « Q1 » : elle n’est pas reprise, {why}" in plain(str(caught.value))


def test_what_is_nothing_to_correct_is_not_among_the_reasons(plain):
    sections = rows("questions", question("1", "T")), rows("quota", {"id": "1"})
    with pytest.raises(FileRefusedError) as caught:
        understand(survey(*sections), "enquete.lss")
    assert [plain(str(fault)) for fault in caught.value.faults][1:] == [
        "Question « Q1 » : elle n’est pas reprise, on y répond par un texte libre (type T)."
    ]


def test_what_a_question_that_is_kept_loses_is_said(plain):
    asked = question("1", "Y", question="Et {Q0.shown} ?", relevance="Q0 == 'Y'", gid="9", language="fr")
    found = understand(survey(rows("questions", asked), rows("quota", {"id": "1"})), "enquete.lss")
    assert [one["id"] for one in questions_of(found)] == ["q1"]
    assert said(found, plain)[:3] == [
        "Question « Q1 » : sa condition n’est pas reprise (Q0 == 'Y').",
        "Question « Q1 » : son texte cite une autre réponse, récrivez-le.",
        "Ces parties ne sont pas reprises : quota.",
    ]
