"""How the columns and the cells of a file are read, and what is said of those that cannot be."""

import pytest
from django.core.exceptions import ValidationError

from marchepied.apps.diagnosis.selectors.cycles import questions_of
from marchepied.apps.participation.enums import AnswerKind
from marchepied.apps.participation.models import Answer
from marchepied.apps.participation.selectors import counts_by_item
from marchepied.engines.tables import TableError
from tests.apps.diagnosis.imports.answers import bring

pytestmark = pytest.mark.django_db


def test_a_reversed_question_is_turned_over_with_its_words(organisation):
    outcome = bring(
        organisation, "groupe;Charge\nA;5\nA;1\nA;2\n", roles={"Charge": "reversed"}, scale=(1, 5)
    )
    question = questions_of(outcome.cycle)[0]
    assert question.reversed
    assert [level.short.read_in("fr") for level in question.levels] == ["5", "4", "3", "2", "1"]
    item = outcome.cycle.round.form["items"][0]
    assert [choice["fr"] for choice in item["choices"]] == ["5", "4", "3", "2", "1"]
    said = sorted(item["choices"][answer.level - 1]["fr"] for answer in Answer.objects.all())
    assert said == ["1", "2", "5"]
    assert sorted(Answer.objects.values_list("level", flat=True)) == [1, 4, 5]


@pytest.mark.parametrize(
    ("header", "shown"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("{members} {{ form }} {% debug %}", "[members] [[ form ]] [% debug %]"),
        ("=HYPERLINK(0)", "=HYPERLINK(0)"),
        ("reponses importees", "reponses importees"),
        ("日本語", "日本語"),
        ("Diriez-vous que, dans l’ensemble, " * 20, ("Diriez-vous que, dans l’ensemble, " * 20)[:299] + "…"),
    ],
)
def test_hostile_headers_stay_texts(organisation, header, shown):
    outcome = bring(organisation, f"groupe;{header}\nA;1\nA;2\nA;3\n", roles={header.strip(): "item"})
    form = outcome.cycle.round.form
    assert form["items"][0]["wording"] == {"fr": shown, "en": shown}
    assert len(questions_of(outcome.cycle)) == 1


def test_eleven_levels_are_read_and_a_twelfth_is_explained(organisation):
    eleven = "".join(f"A;{n}\n" for n in range(11))
    assert bring(organisation, "groupe;Q1\n" + eleven, roles={"Q1": "item"}).ok
    refused = bring(organisation, "groupe;Q1\n" + eleven + "A;11\n", roles={"Q1": "item"})
    assert [str(bad.reason) for bad in refused.extraction.rejected] == [
        "l’échelle aurait plus de 11 niveaux ; si c’est un code, dites ce qu’il signifie"
    ]
    with pytest.raises(TableError, match="entre 2 et 11 niveaux"):
        bring(organisation, "groupe;Q1\n" + eleven, roles={"Q1": "item"}, scale=(0, 11))


def test_names_and_comments_too_long_are_said(organisation, plain):
    with pytest.raises(ValidationError) as refused:
        bring(organisation, f"groupe;Q1\n{'G' * 81};1\nA;2\n")
    assert plain(refused.value.messages[0]).startswith(f"Le nom du groupe « {'G' * 40}… » est trop long")
    text = f"groupe;Q1;commentaire Q1\nA;1;{'mot ' * 501}\nA;2;\n"
    with pytest.raises(ValidationError) as refused:
        bring(organisation, text)
    assert plain(refused.value.messages[0]).startswith(
        "Question « Q1 » : le commentaire qui commence par « mot mot"
    )
    assert Answer.objects.count() == 0


def test_declared_codes_add_to_the_usual_ones(organisation):
    outcome = bring(
        organisation,
        "groupe;Q1\nA;1\nA;99\nA;NSP\nA;bof\nA;5\n",
        roles={"Q1": "item"},
        dont_know=("99",),
        level_words={"bof": 2},
    )
    kinds = sorted(Answer.objects.values_list("kind", flat=True))
    assert kinds == [AnswerKind.LEVEL] * 3 + [AnswerKind.DONT_KNOW] * 2
    assert outcome.ok


def test_a_long_file_with_a_reversed_question(organisation):
    rows = "".join(f"A,{n},{item},{1 + n % 5}\n" for n in range(10) for item in ("Q1", "Q2"))
    outcome = bring(
        organisation, "groupe,participant,question,réponse\n" + rows, reversed_names=("q2",), scale=(1, 5)
    )
    assert [item["reversed"] for item in outcome.cycle.round.form["items"]] == [False, True]
    counts = counts_by_item(outcome.cycle.round)
    assert {item: next(iter(cells.values())).levels for item, cells in counts.items()} == {
        "q1": (2,) * 5,
        "q2": (2,) * 5,
    }
    with pytest.raises(TableError, match="« Q9 » n’existe pas"):
        bring(organisation, "groupe,participant,question,réponse\n" + rows, reversed_names=("Q9",))


def test_two_columns_cannot_hold_the_same_role(organisation):
    with pytest.raises(TableError, match="« site » et « équipe » ont reçu le même rôle"):
        bring(organisation, "site;équipe;Q1\nA;B;1\n", roles={"site": "college", "équipe": "college"})
