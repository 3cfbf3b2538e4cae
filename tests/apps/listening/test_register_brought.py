"""The table of a register comes back into one: the same rows, or each cell to correct and nothing written."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from marchepied.apps.listening.models import Complaint, Idea, IdeaGroup, IdeaSupport, RegisterTable
from marchepied.apps.listening.selectors.brought import (
    plan_complaints,
    read_register_table,
)
from marchepied.apps.listening.selectors.exports import complaint_grid, idea_grid, write_grid
from marchepied.apps.listening.selectors.themes import themes_of_guide
from marchepied.apps.listening.services import (
    Assessment,
    Closing,
    acknowledge,
    add_idea_group,
    answer,
    assess,
    bring_complaints,
    close,
    close_register,
    decide,
    erase_register_tables,
    extend,
    finish,
    keep_register_table,
    merge_ideas,
    refuse_idea,
    reopen,
    set_aside,
    split_idea,
    support_idea,
)
from marchepied.apps.listening.services.erasure import erase_people
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.models import AuditEntry
from marchepied.core.scope import scope
from tests.factories.listening import age, commune_of, complain, phone, propose
from tests.factories.networks import pilot_of
from tests.factories.registers import bring

TODAY = timezone.localdate()


def fill_complaints(register, by):
    """One of each kind that a register may hold."""
    complain(register, days_ago=1)
    first = acknowledge(complaint=complain(register, "La porte est lourde.", days_ago=9), text="Lu.", by=by)
    assess(complaint=first, assessment=Assessment(3, "theme-5", "place", by), by=by)
    late = acknowledge(
        complaint=complain(register, "=1+1 est écrit\nsur le mur", days_ago=20), text="Lu.", by=by
    )
    extend(complaint=late, answer_by=TODAY + timedelta(days=40), reason="Le gardien est absent.", by=by)
    for place, (days, reach) in enumerate(((30, "commune"), (40, "epci"), (50, "department"))):
        row = phone(
            register, f"Cas {place}", days_ago=days, commune=commune_of("01004", "Ambérieu"), reach=reach
        )
        answer(complaint=row, text="Voilà.", by=by)
        if place:
            close(complaint=row, closing=Closing("partly", "delay", "La clé.", "- Deux clés."), by=by)
        if place == 2:
            reopen(complaint=row, reason="Encore.", by=by)
    set_aside(complaint=complain(register, "Gagnez un prix."), by=by)
    gone = set_aside(complaint=complain(register, "Achetez.", days_ago=900), by=by)
    Complaint.objects.filter(pk=gone.pk).update(closed_on=TODAY - timedelta(days=800))
    erase_people()


def fill_ideas(register, by):
    """One of each kind that a box may hold, two of them joined to a third."""
    group = add_idea_group(register=register, name="Les bénévoles", by=by)
    kept = propose(register, "Un banc", text="À l’ombre,\nprès du puits.", signed="Zoé", group=group)
    done = propose(register, "Un four", commune=commune_of(), reach="epci", theme_id="theme-5")
    decide(idea=done, accepted=True, reason="Oui.", by=by)
    finish(idea=done, told="=Le pain du samedi", by=by)
    decide(idea=propose(register, "Une piscine"), accepted=False, reason="Trop cher.", by=by)
    refuse_idea(idea=propose(register, "X", shown=False), reason="Elle nomme quelqu’un.", by=by)
    propose(register, "http://a http://b http://c", shown=False)
    for device in ("a", "b", "c"):
        support_idea(idea=kept, device=device)
    for title in ("Un siège", "Une chaise"):
        same = age(propose(register, title), 3)
        support_idea(idea=same, device="d")
        merge_ideas(idea=same, into=kept, by=by)


def grid_of(register):
    make = idea_grid if register.kind == "ideas" else complaint_grid
    with scope(register.organisation):
        return make(register, themes_of_guide(translation.get_language()))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_was_taken_away_comes_back_the_same(house, complaints, ideas, elsewhere, kind, language):
    load_shipped_referentials()
    fill_complaints(complaints, house.pilot)
    fill_ideas(ideas, house.pilot)
    there, *registers = elsewhere
    for mine, theirs in zip((complaints, ideas), registers, strict=True):
        with translation.override(language):
            taken = grid_of(mine)
            data = write_grid(taken, kind, sheet="Registre")
        # Whoever brings it back reads another language.
        planned = bring(there, theirs, data, f"registre.{kind}")
        assert (planned.refusals, planned.unknown, planned.known) == ((), (), 0)
        with translation.override(language):
            assert grid_of(theirs) == taken
        again = bring(there, theirs, data, f"registre.{kind}")
        assert (again.added, again.known, again.refusals) == ([], len(taken[1]), ())


def test_what_is_brought_back_lives_on(house, ideas, elsewhere):
    fill_ideas(ideas, house.pilot)
    there, _complaints, box = elsewhere
    bring(there, box, write_grid(idea_grid(ideas, {}), "csv", sheet="Idées"), "idees.csv")
    with scope(there):
        kept, seat = Idea.objects.get(title="Un banc"), Idea.objects.get(title="Un siège")
        assert (seat.merged_into, IdeaSupport.objects.filter(idea=kept).count()) == (kept, 7)
        split_idea(idea=seat, by=pilot_of(there))
        assert IdeaSupport.objects.filter(idea=kept).count() == 6
        assert list(IdeaGroup.objects.values_list("name", flat=True)) == ["Les bénévoles"]
        assert len(set(Idea.objects.values_list("handle", flat=True))) == 7
        entries = AuditEntry.objects.filter(verb="register.brought").values_list("detail", flat=True)
        assert list(entries) == [{"kind": "ideas", "rows": 7}]


def test_a_notebook_of_two_columns_is_enough(house, complaints):
    text = "Reçue le;CE QUI S'EST PASSÉ;Couleur\n03/02/2026;On m’a menacé.;vert\n2026-02-04;Rien.;\n"
    planned = bring(house, complaints, text.encode(), "cahier.csv")
    assert (planned.refusals, planned.unknown, planned.urgent) == ((), ("Couleur",), 1)
    rows = Complaint.objects.order_by("number").values_list(
        "number", "received_on", "channel", "state", "acknowledge_by", "answer_by", "urgent", "by"
    )
    pilot = house.pilot.pk
    assert list(rows) == [
        (1, date(2026, 2, 3), "paper", "received", date(2026, 2, 10), date(2026, 3, 5), True, pilot),
        (2, date(2026, 2, 4), "paper", "received", date(2026, 2, 11), date(2026, 3, 6), False, pilot),
    ]


def test_a_taken_number_gives_way(house, complaints):
    complain(complaints, "Déjà là.")
    text = "numéro;reçue le;ce qui s’est passé\n1;01/03/2026;Un.\n;01/03/2026;Sans.\n7;01/03/2026;Sept.\n"
    planned = bring(house, complaints, text.encode(), "cahier.csv")
    assert [(plan.given, plan.number, plan.is_renumbered) for plan in planned.added] == [
        (1, 8, True),
        (None, 9, False),
        (7, 7, False),
    ]


def test_twice_the_same_words_the_same_day_are_two(house, complaints):
    text = "reçue le;ce qui s’est passé\n01/03/2026;Le café.\n01/03/2026;Le café.\n"
    bring(house, complaints, text.encode(), "un.csv")
    more = bring(house, complaints, (text + "01/03/2026;LE CAFE\n").encode(), "deux.csv")
    assert (more.known, len(more.added), Complaint.objects.count()) == (2, 1, 3)


BAD_COMPLAINTS = {
    "ce qui s’est passé": [("", "Dites en quelques mots"), ("a" * 5001, "5000 caractères")],
    "reçue le": [
        ("", "Dites quel jour elle est arrivée"),
        ("hier", "12/03/2026"),
        ("31/02/2026", "12/03/2026"),
        ("01/01/2090", "n’est pas encore venu"),
    ],
    "numéro": [("0", "de 1 à 1000000"), ("1,5", "de 1 à 1000000"), ("²", "de 1 à 1000000")],
    "comment": [("fax", "« par la page en ligne », « au téléphone »")],
    "état": [("perdue", "« reçue »"), ("close", "")],
    "gravité": [("4", "« une gêne »")],
    "cause": [("le sort", "« un délai, une attente »")],
    "issue": [("mystère", "« réglée »")],
    "code de la commune": [("99999", "Aucune commune n’a ce code")],
    "territoire": [("Colmar", "comme « Colmar (68) »"), ("Nulle-Part (68)", "comme « Colmar (68) »")],
    "accusé de réception": [("01/01/2025", "avant celui où elle est arrivée")],
    "close le": [("03/03/2026", "")],
}


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [(column, *case) for column, cases in BAD_COMPLAINTS.items() for case in cases],
)
def test_a_wrong_cell_is_named_and_nothing_is_written(house, complaints, plain, column, value, sentence):
    cells = {"reçue le": "01/03/2026", "ce qui s’est passé": "Le café est froid.", column: value}
    text = ";".join(["note", *cells]) + "\nbonne;" + "01/03/2026;Bien." + ";" * (len(cells) - 2)
    text += "\nmauvaise;" + ";".join(cells.values()) + "\n"
    planned = bring(house, complaints, text.encode(), "cahier.csv")
    told = [(line.row, line.column, line.value) for line in planned.refusals]
    if value == "close":
        assert told == [(3, "close le", ""), (3, "issue", "")]
    elif column == "close le":
        assert told == [(3, "issue", "")]
    else:
        shown = value if len(value) < 120 else value[:119] + "…"
        assert told == [(3, column, shown)]
    assert all(sentence in plain(line.reason) for line in planned.refusals)
    assert (planned.ok, Complaint.objects.count()) == (False, 0)
    with pytest.raises(ValidationError):
        bring_complaints(register=complaints, planned=planned, by=house.pilot)


BAD_IDEAS = {
    "idée": [("", "Dites l’idée en une phrase"), ("a" * 121, "120 caractères")],
    "soutiens": [("beaucoup", "de 0 à 10000"), ("-3", "de 0 à 10000")],
    "parution": [("peut-être", "« visible de tous »"), ("pas publiée", "")],
    "état": [("retenue", ""), ("faite", "")],
    "raison": [("Parce que.", "")],
    "faite le": [("02/03/2026", "Elle n’est pas « faite »")],
    "réunie avec le numéro": [("9", "Aucune idée"), ("2", "autre idée")],
}


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [(column, *case) for column, cases in BAD_IDEAS.items() for case in cases],
)
def test_a_wrong_cell_of_an_idea_is_named(house, ideas, plain, column, value, sentence):
    cells = {"numéro": "2", "reçue le": "01/03/2026", "idée": "Un banc", column: value}
    text = ";".join(cells) + "\n" + ";".join(cells.values()) + "\n"
    planned = bring(house, ideas, text.encode(), "idees.csv")
    expected = {
        "pas publiée": ["pourquoi elle ne paraît pas"],
        "retenue": ["raison", "décidée le"],
        "faite": ["raison", "décidée le", "faite le"],
        "Parce que.": ["état"],
    }
    assert [plain(line.column) for line in planned.refusals] == expected.get(value, [column])
    assert all(sentence in plain(line.reason) for line in planned.refusals)
    assert (planned.ok, Idea.objects.count()) == (False, 0)


def test_a_number_twice_and_a_missing_column_are_said(house, complaints, plain):
    text = "numéro;reçue le;ce qui s’est passé\n4;01/03/2026;Un.\n4;01/03/2026;Deux.\n"
    (line,) = bring(house, complaints, text.encode(), "cahier.csv").refusals
    assert (line.row, line.column, plain(line.reason)) == (3, "numéro", "La ligne 2 porte déjà ce numéro.")
    (line,) = bring(house, complaints, b"quoi;re\xc3\xa7ue le\nun;01/03/2026\n", "cahier.csv").refusals
    assert (line.row, plain(line.column)) == (1, "ce qui s’est passé")


def test_another_register_that_filled_meanwhile_is_said(house, complaints):
    text = "numéro;reçue le;ce qui s’est passé\n1;01/03/2026;Un.\n2;01/03/2026;Deux.\n"
    planned = plan_complaints(complaints, read_register_table(text.encode(), "cahier.csv"))
    complain(complaints, "Entre-temps.")
    with pytest.raises(ValidationError, match="Le registre a changé"):
        bring_complaints(register=complaints, planned=planned, by=house.pilot)
    assert Complaint.objects.count() == 1


def test_a_closed_register_takes_nothing_back(house, complaints):
    close_register(register=complaints, by=house.pilot)
    with pytest.raises(ValidationError, match="fermé"):
        bring(house, complaints, "reçue le;ce qui s’est passé\n01/03/2026;Un.\n".encode(), "cahier.csv")
    assert Complaint.objects.count() == 0


def test_a_table_put_aside_is_erased_after_a_day(house, complaints, elsewhere):
    there, theirs, _box = elsewhere
    keep_register_table(register=complaints, data=b"a", file_name="un.csv", by=house.pilot)
    keep_register_table(register=complaints, data=b"b", file_name="deux.csv", by=house.pilot)
    with scope(there):
        keep_register_table(register=theirs, data=b"c", file_name="trois.csv", by=pilot_of(there))
    assert list(RegisterTable.objects.values_list("file_name", flat=True)) == ["deux.csv"]
    assert erase_register_tables() == 0
    assert erase_register_tables(now=timezone.now() + timedelta(days=2)) == 2
