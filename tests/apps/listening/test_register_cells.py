"""Whatever the cells of a register's table hold, it is read as it was meant, or refused where it is wrong."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marchepied.apps.listening.models import Complaint, Idea, IdeaGroup, IdeaSupport
from marchepied.apps.listening.selectors.columns import COMPLAINT_COLUMNS, IDEA_COLUMNS
from marchepied.apps.listening.selectors.exports import complaint_grid, write_grid
from marchepied.apps.listening.services import (
    add_idea_group,
    merge_ideas,
    set_aside,
    support_idea,
    take_back,
)
from marchepied.core.scope import scope
from tests.factories.hostile import HOSTILE
from tests.factories.listening import age, commune_of, complain, phone, propose
from tests.factories.registers import bring

HEADERS = "numéro;reçue le;idée;soutiens;réunie avec le numéro\n"


def rows_of(model, *names):
    return list(model.objects.order_by("number").values_list(*names))


def test_two_texts_of_another_script_are_two(house, complaints):
    complain(complaints, "الباب مغلق", days_ago=0)
    day = complaints.complaints.get().received_on
    planned = bring(house, complaints, f"reçue le;ce qui s’est passé\n{day};لا يوجد ماء\n{day};الباب مغلق\n")
    assert (planned.known, rows_of(Complaint, "what")) == (1, [("الباب مغلق",), ("لا يوجد ماء",)])


def test_signs_alone_are_told_apart(house, complaints):
    planned = bring(house, complaints, "reçue le;ce qui s’est passé\n01/03/2026;!!!\n01/03/2026;???\n")
    again = bring(house, complaints, "reçue le;ce qui s’est passé\n01/03/2026;???\n01/03/2026;...\n")
    assert (planned.known, again.known, Complaint.objects.count()) == (0, 1, 3)


def test_a_group_of_another_script_gets_its_ideas_and_no_other(house, ideas):
    group = add_idea_group(register=ideas, name="Родители", by=house.pilot)
    bring(house, ideas, "reçue le;idée;groupe\n01/03/2026;Un banc;\n01/03/2026;Un four;родители\n")
    assert rows_of(Idea, "title", "group") == [("Un banc", None), ("Un four", group.pk)]
    assert IdeaGroup.objects.count() == 1


def test_more_supports_than_a_page_writes_are_refused_where_they_begin(house, ideas, plain):
    table = "reçue le;idée;soutiens\n" + "".join(f"01/03/2026;Idée {n};10000\n" for n in range(7))
    (line,) = bring(house, ideas, table).refusals
    assert (line.row, line.column, line.value) == (7, "soutiens", "10000")
    assert plain(line.reason) == "Ce tableau porte plus de 50000 soutiens en tout. Coupez-le en deux."
    assert IdeaSupport.objects.count() == 0


def test_what_was_set_aside_is_known_by_its_day_whatever_was_erased(house, complaints, elsewhere):
    there, theirs, _box = elsewhere
    row = set_aside(complaint=complain(complaints, "Gagnez un prix."), by=house.pilot)
    before = write_grid(complaint_grid(complaints, {}), "csv", sheet="x")
    Complaint.objects.filter(pk=row.pk).update(what="", text_digest="", erased_on=row.closed_on)
    erased = write_grid(complaint_grid(complaints, {}), "csv", sheet="x")
    assert [len(bring(house, complaints, data).added) for data in (before, erased)] == [0, 0]
    complain(theirs, "Le numéro 1 est pris.")
    assert [len(bring(there, theirs, data).added) for data in (erased, erased, before)] == [1, 0, 0]


def test_what_was_taken_back_since_is_not_doubled(house, complaints):
    row = set_aside(complaint=complain(complaints, "Gagnez un prix."), by=house.pilot)
    before = write_grid(complaint_grid(complaints, {}), "csv", sheet="x")
    take_back(complaint=row, by=house.pilot)
    assert (bring(house, complaints, before).known, Complaint.objects.count()) == (1, 1)


def test_an_idea_joined_to_one_of_the_box_brings_its_supports_there(house, ideas):
    bench, seat = age(propose(ideas, "Un banc"), 3), propose(ideas, "Un siège")
    support_idea(idea=seat, device="a")
    merge_ideas(idea=bench, into=seat, by=house.pilot)  # since the table was taken away
    assert IdeaSupport.objects.filter(idea=seat).count() == 2
    table = HEADERS + f"1;{bench.received_on};Un banc;0;\n9;01/03/2026;Une chaise;3;1\n"
    planned = bring(house, ideas, table + "10;01/03/2026;Un tabouret;0;2\n")
    assert (planned.refusals, planned.known) == ((), 1)
    assert rows_of(Idea, "number", "merged_into") == [
        (1, seat.pk),
        (2, None),
        (9, seat.pk),
        (10, seat.pk),
    ]
    assert IdeaSupport.objects.filter(idea=seat).count() == 2 + 3 + 1 + 1


def test_joining_many_asks_no_query_each(house, ideas):
    """As many queries for thirty joined ideas as for three."""
    counts = []
    for size in (3, 30):
        Idea.objects.all().delete()
        lines = "".join(f"{n};01/03/2026;Idée {n};2;1\n" for n in range(2, size + 2))
        with CaptureQueriesContext(connection) as asked:
            assert bring(house, ideas, f"{HEADERS}1;01/03/2026;Un banc;{size};\n{lines}").refusals == ()
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_title_of_invisible_marks_is_a_blank_one(house, ideas):
    (line,) = bring(house, ideas, "reçue le;idée\n01/03/2026;\u202a\u202c\n").refusals
    assert (line.row, line.column, Idea.objects.count()) == (2, "idée", 0)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_hostile_words_come_back_as_they_were(house, complaints, elsewhere, kind):
    there, theirs, _box = elsewhere
    for text in HOSTILE:
        phone(complaints, f"{text}a", when_where=text, wanted=text)
    data = write_grid(complaint_grid(complaints, {}), kind, sheet="Registre")
    assert bring(there, theirs, data, f"registre.{kind}").refusals == ()
    assert grid_of_words(theirs) == grid_of_words(complaints)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=60), kind=st.sampled_from(["csv", "xlsx"]))
def test_any_words_come_back_as_they_were(house, complaints, elsewhere, text, kind):
    there, theirs, _box = elsewhere
    Complaint._base_manager.all().delete()
    phone(complaints, f"{text}a", when_where=text, wanted=text)
    data = write_grid(complaint_grid(complaints, {}), kind, sheet="Registre")
    assert bring(there, theirs, data, f"registre.{kind}").refusals == ()
    assert grid_of_words(theirs) == grid_of_words(complaints)


def grid_of_words(register):
    with scope(register.organisation):
        rows = Complaint.objects.filter(register=register).order_by("number")
        return list(rows.values_list("number", "what", "when_where", "wanted", "urgent", "search_key"))


CELLS = st.sampled_from(
    (
        "|1|2|0|-1|1e9|Colmar (68)|68066|99|01/03/2026|2026-02-30|2026-03-04|reçue|close|faite|retenue|réglée"
        "|visible de tous|pas publiée|grave : une personne peut en souffrir|Le café.|\ufffe|=1+1"
        "|Les bénévoles|999999999999|" + "a" * 400
    ).split("|")
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(["complaints", "ideas"]),
    rows=st.lists(st.dictionaries(st.integers(0, 20), CELLS, max_size=4), min_size=1, max_size=3),
)
def test_whatever_the_cells_all_is_written_or_nothing(guide, house, complaints, ideas, kind, rows):
    """No cell breaks the page, and what was not refused is never refused by the database."""
    commune_of()
    register, columns, model = complaints, COMPLAINT_COLUMNS, Complaint
    if kind == "ideas":
        register, columns, model = ideas, IDEA_COLUMNS, Idea
    model.objects.all().delete()
    sound = {"received_on": "01/02/2026", "what": "Une chose", "title": "Une idée"}
    table = [
        [said.get(place, sound.get(role, "")) for place, role in enumerate(columns)] + ["x"] for said in rows
    ]
    data = write_grid(([*map(str, columns.values()), "note"], table), "csv", sheet="x")
    planned = bring(house, register, data, "registre.csv")
    assert model.objects.count() == (len(planned.added) if planned.ok else 0)
    if planned.ok:
        again = bring(house, register, data, "registre.csv")
        assert (again.refusals, again.added) == ((), [])
