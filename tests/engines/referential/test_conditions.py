"""Conditions are one expression: the block gives what it always gave, and a free one adds to it."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marchepied.engines.expressions import MESSAGES
from marchepied.engines.referential import (
    FACTS,
    LEGAL_FORMS,
    SECTORS,
    Applicability,
    Profile,
    applicable_duties,
    applicable_questions,
    compare,
    parse_referential,
    read_shipped_referential,
    say_changes,
    validate,
)
from marchepied.engines.referential.conditions import (
    FORM_WORDS,
    SECTOR_WORDS,
    decide,
    find_problems,
    read_applicability,
    read_condition,
    say_condition,
    write_applicability,
    write_block,
    write_condition,
)
from tests.factories.referentials import generated

GUIDE = read_shipped_referential()


def allowed_before(condition: Applicability, profile: Profile) -> bool:
    """The block read condition by condition, without any expression: what it always meant."""
    if condition.legal_forms and profile.legal_form and profile.legal_form not in condition.legal_forms:
        return False
    if condition.sectors and profile.sector and profile.sector not in condition.sectors:
        return False
    most = profile.most_employees
    if condition.min_employees is not None and most is not None and most < condition.min_employees:
        return False
    pairs = ((getattr(condition, fact), getattr(profile, fact)) for fact in FACTS)
    return not any(wanted is not None and known is not None and wanted != known for wanted, known in pairs)


def list_profiles() -> list[Profile]:
    """Every form, sector and size, with each fact alone and all of them together, known or not."""
    everything = [{}, *({fact: known} for fact in FACTS for known in (True, False))]
    everything += [dict.fromkeys(FACTS, known) for known in (True, False)]
    sizes = (None, 0, 9, 10, 49, 249)
    kinds = [(form, "social", most) for form in (None, "", *LEGAL_FORMS) for most in sizes]
    kinds += [("association", sector, most) for sector in (None, "", *SECTORS) for most in sizes]
    return [
        Profile(form, sector, most, **facts) for (form, sector, most), facts in product(kinds, everything)
    ]


PROFILES = list_profiles()
BLOCKS = [
    Applicability(),
    Applicability(legal_forms=("association", "mutuelle"), sectors=("social", "other"), min_employees=10),
    Applicability(legal_forms=("other",), has_ag=True, has_members=False),
    Applicability(sectors=("insertion",), **dict.fromkeys(FACTS, True)),
    Applicability(**dict.fromkeys(FACTS, False)),
]


def test_every_shipped_condition_decides_as_the_block_did():
    conditions = {item.applicability for item in (*GUIDE.walk_questions(), *GUIDE.duties)} | set(BLOCKS)
    assert len(conditions) > 20
    different = [
        (condition, profile)
        for condition in conditions
        for profile in PROFILES
        if condition.allows(profile) is not allowed_before(condition, profile)
    ]
    assert different == []


def test_every_shipped_duty_is_told_to_those_it_was_told_to():
    for profile in PROFILES[::7]:
        before = [
            duty.id
            for duty in GUIDE.duties
            if allowed_before(duty.applicability, profile)
            and (profile.sector or not duty.applicability.sectors)
        ]
        assert [duty.id for duty in applicable_duties(GUIDE, profile)] == before


@pytest.mark.parametrize(
    ("block", "french", "english"),
    [
        (Applicability(), "", ""),
        (Applicability(legal_forms=("cooperative_scic",)), 'forme = "scic"', 'form = "scic"'),
        (
            Applicability(legal_forms=("association", "foundation"), min_employees=11, has_ag=False),
            'forme dans ["association" ; "fondation"] et effectif ≥ 11 et non ag',
            'form in ["association" ; "foundation"] and headcount ≥ 11 and not assembly',
        ),
        (
            Applicability(sectors=("health",), has_pathway_employees=True, is_esus=True),
            'secteur = "santé" et parcours et esus',
            'sector = "health" and pathway and esus',
        ),
    ],
)
def test_a_block_is_written_as_a_condition(block, french, english):
    assert (write_block(block), write_block(block, "en")) == (french, english)
    if french:
        assert read_condition(french) == read_condition(english) == read_applicability(block)
        assert write_condition(read_condition(english)) == french


def test_every_form_and_sector_has_its_word():
    assert (tuple(FORM_WORDS), tuple(SECTOR_WORDS)) == (LEGAL_FORMS, SECTORS)
    for name, codes, words in (("forme", LEGAL_FORMS, FORM_WORDS), ("secteur", SECTORS, SECTOR_WORDS)):
        for code in codes:
            read = {write_condition(read_condition(f'{name} = "{word}"')) for word in (code, *words[code])}
            assert read == {f'{name} = "{words[code][0]}"'}


@pytest.mark.parametrize(
    ("when", "profile", "decided"),
    [
        ("effectif < 50", Profile(most_employees=49, least_employees=10), True),
        ("effectif < 50", Profile(most_employees=249, least_employees=50), False),
        ("effectif < 50", Profile(least_employees=250), False),
        ("effectif < 50", Profile(), None),
        ("non (esus ou parcours)", Profile(is_esus=True), False),
        ("non (esus ou parcours)", Profile(is_esus=False), None),
        ("employees and not assembly", Profile(has_employees=True, has_ag=False), True),
        ('forme ≠ "mutuelle" et salaries', Profile("association", has_employees=True), True),
        ("1 / effectif > 0", Profile(most_employees=0, least_employees=0), None),
    ],
)
def test_a_written_condition_decides_or_leaves_open(when, profile, decided):
    assert decide(Applicability(when=when), profile) is decided
    assert Applicability(when=when).allows(profile) is (decided is not False)


def test_the_block_and_the_written_condition_must_both_hold():
    both = Applicability(has_ag=True, when='forme = "scic" ou effectif ≥ 50')
    assert write_applicability(both) == 'ag et (forme = "scic" ou effectif ≥ 50)'
    assert both.allows(Profile("cooperative_scic", has_ag=True))
    assert not both.allows(Profile("cooperative_scic", has_ag=False))
    assert not both.allows(Profile("association", has_ag=True, most_employees=49))


@pytest.mark.parametrize(
    ("text", "code", "offset"),
    [
        ("effectif ≥", "end", 9),
        ("efectif ≥ 10", "name_close", 0),
        ('forme = "sic"', "word_close", 8),
        ("effectif", "kind", 0),
        ("ag, esus", "comma", 2),
        ("", "empty", 0),
    ],
)
def test_a_condition_that_cannot_be_read_says_where(text, code, offset):
    first = find_problems(text)[0]
    assert (first.code, first.span.offset) == (code, offset)
    assert str(first) == MESSAGES[code] % first.message.params


SAID = [
    ("salariés", "Posée s’il y a des salariés.", "Asked if there are employees."),
    ("non ag", "Posée s’il n’y a pas d’assemblée générale.", "Asked if there is no general assembly."),
    (
        'forme dans ["scic" ; "scop" ; "mutuelle"]',
        "Posée si la forme est SCIC, SCOP ou mutuelle.",
        "Asked if the legal form is SCIC, SCOP or mutual society.",
    ),
    (
        'non (forme = "scic" ou effectif < 10)',
        "Posée si la forme n’est pas SCIC et s’il y a au moins 10 salariés.",
        "Asked if the legal form is not SCIC and there are at least 10 employees.",
    ),
    (
        "esus et (parcours ou 50 ≤ effectif)",
        "Posée s’il y a l’agrément ESUS et (s’il y a des personnes en parcours d’insertion ou s’il y a au "
        "moins 50 salariés).",
        "Asked if there is the ESUS approval and (there are people on an insertion pathway or there are at "
        "least 50 employees).",
    ),
    (
        'secteur ≠ "santé" et collèges = faux',
        "Posée si le secteur n’est pas santé et si on ne vote pas par collèges.",
        "Asked if the sector is not health and votes are not by colleges.",
    ),
    (
        "manque(effectif) ou effectif ≤ 1",
        "Posée si on ne connaît pas le nombre de salariés ou s’il y a 1 salarié au plus.",
        "Asked if the number of employees is not known or there is at most 1 employee.",
    ),
    (
        "effectif / 2 > 5 et délégués",
        "Posée si « effectif / 2 > 5 » est vrai et si des délégués votent pour les membres.",
        "Asked if “headcount / 2 > 5” is true and delegates vote for the members.",
    ),
    ("vrai", "Posée à tout le monde.", "Asked to everybody."),
]


@pytest.mark.parametrize(("when", "french", "english"), SAID)
def test_a_condition_is_said_back_in_plain_words(when, french, english):
    condition = read_condition(when)
    assert (say_condition(condition), say_condition(condition, "en")) == (french, english)


def one_with(when: str | None, block: dict | None = None) -> dict:
    data = generated(1, 1, 1)
    question = data["axes"][0]["domains"][0]["questions"][0]
    question |= {"when": when} if when is not None else {}
    question |= {"applicability": block} if block else {}
    return data


def test_a_written_condition_is_part_of_the_format():
    data = one_with("effectif ≥ 10 et non ag", {"has_members": True})
    assert validate(data) == ()
    question = next(parse_referential(data).walk_questions())
    assert question.applicability == Applicability(has_members=True, when="effectif ≥ 10 et non ag")
    small = Profile(has_members=True, has_ag=False, most_employees=9)
    assert applicable_questions(parse_referential(data), small) == ()


def test_a_fault_of_a_condition_is_told_with_its_character():
    problem = validate(one_with('ag et forme = "sic"'))[0]
    assert problem.path == "axes[0].domains[0].questions[0].when"
    assert problem.message_fr == (
        "la condition ne se lit pas, au caractère 15. "
        "« sic » n’est pas un mot que « forme » connaît. Est-ce « scic » ?"
    )
    assert validate(one_with(""))[0].message_fr == "il n’y a rien ici."


def test_a_change_of_condition_is_told_in_plain_words():
    name = "La question « Énoncé de t1-d1-q1 pour le pilote »"
    before, after = one_with("ag"), one_with("effectif ≥ 10")
    assert say_changes(compare(before, after)) == (
        f"{name}, condition écrite : « Posée s’il y a une assemblée générale » devient "
        "« Posée s’il y a au moins 10 salariés ».",
    )
    assert say_changes(compare(one_with(None), one_with("ag et (")))[0] == (
        f"{name}, condition écrite : ajout de « ag et ( »."
    )


@given(
    st.lists(
        st.sampled_from([*"()[];=≠<≥+-/ ", "et", "ou", "non ", "forme", "effectif", "ag", '"scic"', "1"])
    )
)
@settings(max_examples=300, deadline=None)
def test_whatever_is_written_is_a_condition_or_a_fault_with_its_place(parts):
    text = " ".join(parts)
    problems = find_problems(text)
    if problems:
        assert all(0 <= problem.span.offset <= len(text) for problem in problems)
        return
    condition = read_condition(text)
    for language in ("fr", "en"):
        assert say_condition(condition, language).endswith(".")
        assert read_condition(write_condition(condition, language)) == condition
    assert decide(Applicability(when=text), Profile()) in (True, False, None)
