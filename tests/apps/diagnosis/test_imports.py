"""Importing answers: all or none, oriented, shuffled, weighted, and nothing that names anybody."""

import json
import random
import secrets
from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from marchepied.apps.diagnosis.enums import CycleState
from marchepied.apps.diagnosis.models import Cycle, PendingImport
from marchepied.apps.diagnosis.selectors.cycles import questions_of
from marchepied.apps.diagnosis.selectors.imports import ImportChoices, decide_mapping, fillable_cycle
from marchepied.apps.diagnosis.selectors.releases import figures_of
from marchepied.apps.diagnosis.services.collection import prepare_collection
from marchepied.apps.diagnosis.services.imports import (
    erase_pending_imports,
    import_answers,
    keep_pending_import,
)
from marchepied.apps.diagnosis.services.releases import make_release
from marchepied.apps.participation.enums import AnswerKind, CollegeKind
from marchepied.apps.participation.models import Answer, College, Comment, RoundCollege
from marchepied.apps.participation.selectors import calls_of, counts_by_item
from marchepied.apps.participation.services import erase_respondent_keys, reopen_round
from marchepied.core.models import AuditEntry
from marchepied.core.scope import scope, unscoped
from marchepied.engines.agreement import Scale, measure_item
from marchepied.engines.tables import TableError, read_table
from tests.apps.participation.test_anonymity import dump_tables
from tests.factories.diagnosis import CycleFactory
from tests.factories.organisations import OrganisationFactory, PersonFactory
from tests.factories.participation import CollegeFactory, InvitationFactory, RoundCollegeFactory, RoundFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    organisation = OrganisationFactory(slug="atelier")
    with scope(organisation):
        yield organisation


def table_of(text):
    return read_table(text.encode(), "reponses.csv")


def bring(organisation, text, cycle=None, title="", **choices):
    table = table_of(text)
    mapping = decide_mapping(table, ImportChoices(**choices), cycle)
    return import_answers(
        organisation=organisation, table=table, mapping=mapping, title=title, cycle=cycle, by=None
    )


def count_everything():
    with unscoped("a test counts the rows of everybody"):
        return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def test_one_bad_cell_and_nothing_at_all_is_written(organisation):
    before = count_everything()
    rows = "".join(f"Salariés;{1 + n % 5};{1 + n % 5}\n" for n in range(30))
    outcome = bring(organisation, f"groupe;Q1;Q2\n{rows}Salariés;2;quarante\n", scale=(1, 5))
    assert not outcome.ok
    assert [(bad.row_number, bad.column, bad.value) for bad in outcome.extraction.rejected] == [
        (32, "Q2", "quarante")
    ]
    assert count_everything() == before


def test_the_columns_make_a_questionnaire_and_a_cycle(organisation):
    outcome = bring(
        organisation,
        "groupe;Accueil;Note\nSalariés;Souvent;10\nSalariés;Jamais;NSP\nÉlus;Parfois;0\n",
        title=" Enquête\n2025 ",
    )
    cycle = outcome.cycle
    assert (cycle.title, cycle.state) == ("Enquête 2025", CycleState.RUNNING)
    questions = questions_of(cycle)
    assert [(question.id, len(question.levels)) for question in questions] == [("accueil", 4), ("note", 11)]
    assert [level.short.read_in("fr") for level in questions[0].levels] == [
        "Jamais", "Parfois", "Souvent", "Toujours",
    ]  # fmt: skip
    assert [level.short.read_in("fr") for level in questions[1].levels] == [str(n) for n in range(11)]
    calls = calls_of(cycle.round)
    assert [(call.college.name, call.answered_count, call.college.kind) for call in calls] == [
        ("Élus", 1, CollegeKind.OTHER),
        ("Salariés", 2, CollegeKind.OTHER),
    ]
    note = counts_by_item(cycle.round)["note"]
    assert note[calls[1].pk].everything == (0,) * 10 + (1,) + (1, 0)
    assert cycle.version.referential.owner == organisation


def test_a_second_import_beside_a_running_cycle_is_a_past_one(organisation):
    running = CycleFactory(organisation=organisation)
    outcome = bring(organisation, "groupe;Q1\nA;1\nA;2\n")
    assert outcome.cycle.state == CycleState.FINISHED
    assert bring(organisation, "groupe;Q1\nA;1\nA;2\n").cycle.version != outcome.cycle.version
    running.refresh_from_db()
    assert running.state == CycleState.RUNNING


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


def test_groups_of_the_same_name_are_those_of_the_space(organisation):
    own = CollegeFactory(organisation=organisation, name="Salariés", expected_count=40)
    other = CollegeFactory(name="Bénévoles")  # of another organisation
    outcome = bring(organisation, "groupe;Q1\nsalaries;1\nBénévoles;2\n")
    by_name = {call.college.name: call for call in calls_of(outcome.cycle.round)}
    assert by_name["Salariés"].college == own
    assert by_name["Salariés"].expected_count == 40
    assert by_name["Bénévoles"].college != other
    assert College.objects.count() == 2


def test_the_answers_fill_a_cycle_nobody_was_called_to(organisation):
    cycle = CycleFactory(organisation=organisation)
    prepare_collection(cycle=cycle, by=None)
    draft = cycle.round
    outcome = bring(organisation, "groupe;T1-D1-Q2;t1-d1-q1\nA;1;5\nA;NC;4\n", cycle=cycle)
    assert outcome.cycle == cycle
    assert not type(draft).objects.filter(pk=draft.pk).exists()
    assert [item["id"] for item in cycle.round.form["items"]] == ["t1-d1-q1", "t1-d1-q2"]
    counts = {item: next(iter(cells.values())) for item, cells in counts_by_item(cycle.round).items()}
    assert counts["t1-d1-q1"].everything == (0, 0, 0, 1, 1, 0, 0)
    assert counts["t1-d1-q2"].everything == (1, 0, 0, 0, 0, 0, 1)
    assert fillable_cycle(organisation) is None


def test_a_cycle_that_was_answered_takes_no_import(organisation):
    cycle = CycleFactory(organisation=organisation, round=RoundFactory(organisation=organisation))
    before = count_everything()
    with pytest.raises(ValidationError, match="a déjà ses réponses"):
        bring(organisation, "groupe;t1-d1-q1\nA;1\n", cycle=cycle)
    assert count_everything() == before


def test_invitations_made_ready_are_not_lost(organisation):
    cycle = CycleFactory(organisation=organisation)
    prepare_collection(cycle=cycle, by=None)
    InvitationFactory(call=RoundCollegeFactory(round=cycle.round, organisation=organisation))
    with pytest.raises(ValidationError, match="invitations sont déjà prêtes"):
        bring(organisation, "groupe;t1-d1-q1\nA;1\n", cycle=cycle)


def test_the_cycle_of_another_organisation_is_refused(organisation):
    other = CycleFactory()
    with unscoped("the attack of a caller that forgot its scope"), pytest.raises(ValidationError):
        bring(organisation, "groupe;t1-d1-q1\nA;1\n", cycle=other)


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


def bits_of(people):
    """A file where what each person answered says their row: eight questions of two levels."""
    header = "groupe;matricule;" + ";".join(f"Q{bit}" for bit in range(8))
    lines = [
        f"{'ZÉTA' if n % 2 else 'ALPHA'};MATRICULE-{n:04};"
        + ";".join(str(1 + (n >> bit & 1)) for bit in range(8))
        for n in range(people)
    ]
    return "\n".join([header, *lines]) + "\n"


def correlate(order):
    """Spearman's correlation of an order of rows of the file with the order of the file."""
    n = len(order)
    return 1 - 6 * sum((place - row) ** 2 for place, row in enumerate(order)) / (n * (n**2 - 1))


def test_attack_the_order_of_the_file_is_nowhere_in_the_database(organisation):
    people = 250
    bring(organisation, bits_of(people))
    table = Answer._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, respondent, item_id, level, call_id FROM {table}")  # as the rows lie
        rows = cursor.fetchall()
    assert len(rows) == people * 8
    persons = {}
    for place, (key, respondent, item, level, _call) in enumerate(rows):
        person = persons.setdefault(respondent, {"row": 0, "place": place, "key": key})
        person["row"] |= (level - 1) << int(item[1:])
        person["key"] = min(person["key"], key)
    assert sorted(person["row"] for person in persons.values()) == list(range(people))
    views = {
        "place": [person["row"] for person in persons.values()],
        "respondent": [persons[respondent]["row"] for respondent in sorted(persons)],
        "key": [person["row"] for person in sorted(persons.values(), key=lambda person: person["key"])],
    }
    for name, order in views.items():
        assert abs(correlate(order)) < 0.3, name


def test_attack_nothing_in_the_database_names_anybody(organisation, private_files, settings):
    data = bits_of(60).encode()
    keep = keep_pending_import(
        organisation=organisation, data=data, file_name="paie-MATRICULE.csv", by=PersonFactory()
    )
    assert keep.file.open("rb").read() == data
    keep.file.close()
    bring(organisation, bits_of(60))
    keep.delete()
    dump = str(dump_tables())
    assert "ALPHA" in dump
    assert "MATRICULE" not in dump
    entries = AuditEntry.objects.filter(verb__in=["answers.imported", "round.imported"])
    assert [entry.detail for entry in entries.order_by("verb")] == [{"answers": 480}, {"colleges": 2}]
    # The groups stand in the order of their names, not of the file.
    assert list(College.objects.values_list("name", flat=True)) == ["ALPHA", "ZÉTA"]
    columns = {field.name for field in Answer._meta.get_fields()}
    assert columns == {"id", "organisation", "call", "item_id", "respondent", "kind", "level", "weight"}


def weighted_file(classes):
    """{weight: counts of levels} as rows of one group."""
    lines = [
        f"A;{weight};{level}"
        for weight, counts in classes.items()
        for level, count in enumerate(counts, start=1)
        for _ in range(count)
    ]
    random.Random(3).shuffle(lines)
    return "groupe;poids;Q1\n" + "\n".join(lines) + "\n"


def measure(organisation, classes):
    outcome = bring(organisation, weighted_file(classes), scale=(1, 5))
    release = make_release(cycle=outcome.cycle, by=None)
    ((_question, cells),) = figures_of(release).items()
    return release.content, next(iter(cells.values()))


def test_weighted_indices_are_the_engines(organisation):
    classes = {0.5: (4, 3, 4, 2, 1), 2: (1, 2, 3, 6, 4)}
    release, indices = measure(organisation, classes)
    values = [
        level for counts in classes.values() for level, n in enumerate(counts, start=1) for _ in range(n)
    ]
    weights = [weight for weight, counts in classes.items() for _ in range(sum(counts))]
    expected = measure_item(values, Scale(1, 5), weights=weights)
    assert release["weighted"] is True
    assert indices["n"] == 30
    for name in ("variance", "rwg", "ad_mean", "ad_median", "a"):
        assert indices["weighted"][name] == pytest.approx(getattr(expected, name), abs=1e-9)
        assert indices[name] != indices["weighted"][name]
    for share, wanted in zip(indices["weighted"]["shares"], expected.shares, strict=True):
        assert share["share"] == pytest.approx(wanted.share, abs=1e-9)
        assert (share["low"], share["high"]) == (pytest.approx(wanted.low), pytest.approx(wanted.high))
    together = next(iter(release["groups"].values()))
    assert together["weighted"]["ad_j_mean"] == pytest.approx(expected.ad_mean)


@pytest.mark.parametrize(
    "classes",
    [
        {1: (3, 4, 5, 4, 4), 7.3: (1, 0, 0, 0, 0)},  # one person weighs more: their level would show
        {1: (0, 0, 12, 0, 0), 2: (4, 4, 1, 4, 4)},  # everybody of one weight said the same
        {1 + n / 10: (0, n % 2, 0, 1 - n % 2, 0) for n in range(20)},  # each has their own
    ],
)
def test_weights_that_tell_people_apart_give_no_weighted_index(organisation, classes):
    _release, indices = measure(organisation, classes)
    assert indices["weighted"] is None
    assert indices["rwg"] is not None


def test_protection_counts_people_whatever_their_weight(organisation):
    outcome = bring(organisation, weighted_file({100: (1, 1, 1, 1, 0)}), scale=(1, 5))
    release = make_release(cycle=outcome.cycle, by=None).content
    assert [cell["status"] for cell in release["questions"][0]["printed"]["cells"]] == ["hidden"]


def test_without_a_declared_weight_none_is_kept(organisation):
    text = weighted_file({3: (1, 1, 1, 1, 1)})
    outcome = bring(organisation, text, roles={"poids": "ignore"}, scale=(1, 5))
    assert set(Answer.objects.values_list("weight", flat=True)) == {1.0}
    release = make_release(cycle=outcome.cycle, by=None).content
    assert release["weighted"] is False


def test_weights_go_with_the_keys_that_link_answers(organisation):
    round_ = bring(organisation, weighted_file({3: (9, 9, 9, 9, 9)}), scale=(1, 5)).cycle.round
    later = timezone.localdate() + timedelta(days=400)
    assert erase_respondent_keys(today=later) == 1
    round_.refresh_from_db()
    assert round_.form["weighted"] is False
    assert set(Answer.objects.values_list("weight", "respondent")) == {(1.0, None)}


def test_imported_answers_are_never_reopened(organisation):
    round_ = bring(organisation, "groupe;Q1\nA;1\nA;2\n").cycle.round
    with pytest.raises(ValidationError, match="ne se rouvrent pas"):
        reopen_round(round=round_, closes_on=timezone.localdate(), by=None)


def test_comments_come_in_shuffled_and_only_those_of_a_question(organisation):
    text = "groupe;Q1;commentaire Q1;remarques\n" + "".join(
        f"A;{1 + n % 5};mot {n};remarque {n}\n" for n in range(40)
    )
    bring(organisation, text)
    words = list(Comment.objects.order_by("id").values_list("text", flat=True))
    assert sorted(words) == sorted(f"mot {n}" for n in range(40))
    assert words != [f"mot {n}" for n in range(40)]


@pytest.mark.parametrize("groups", [2, 49])
def test_the_number_of_groups_adds_no_query(organisation, groups, django_assert_num_queries):
    text = "groupe;Q1\n" + "".join(f"G{n % groups};{1 + n % 5}\n" for n in range(500))
    table = table_of(text)
    mapping = decide_mapping(table, ImportChoices())
    with django_assert_num_queries(27):
        import_answers(organisation=organisation, table=table, mapping=mapping, by=None)
    assert RoundCollege.objects.count() == groups


def test_files_put_aside_are_erased_after_a_day(organisation, settings, django_capture_on_commit_callbacks):
    old, fresh = (
        keep_pending_import(
            organisation=organisation, data=b"groupe;Q1\nA;1\n", file_name="a.csv", by=PersonFactory()
        )
        for _ in range(2)
    )
    PendingImport.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=1))
    path = settings.MEDIA_ROOT / old.file.name
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert erase_pending_imports() == 1
    assert not path.exists()
    assert list(PendingImport.objects.all()) == [fresh]


@pytest.fixture
def path_of(tmp_path):
    def write(text):
        path = tmp_path / f"{secrets.token_hex(4)}.csv"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def run(*arguments, **options):
    output = StringIO()
    call_command("import_answers", *arguments, stdout=output, space="atelier", **options)
    return output.getvalue()


def test_the_command_imports_and_says_what(organisation, path_of, plain):
    path = path_of("groupe;A;B;C\nSalariés;1;2;3\nÉlus;4;5;1\n")
    said = plain(run(path, items="A,-C", scale=(1, 5), title="Été"))
    assert "4 réponses de 2 personnes, 2 groupes, 2 questions." in said
    assert "Importées dans « Été »." in said
    cycle = Cycle.objects.get(title="Été")
    assert [item["reversed"] for item in cycle.round.form["items"]] == [False, True]


def test_the_command_rehearses_in_json(organisation, path_of):
    before = count_everything()
    told = json.loads(run(path_of("groupe;A\nSalariés;1\nÉlus;4\n"), dry_run=True, json=True))
    assert (told["imported"], told["dry_run"], told["cycle"]) == (False, True, None)
    assert told["file"] == {"encoding": "utf-8", "separator": ";", "sheet": None, "rows": 2, "columns": 2}
    assert told["colleges"] == [
        {"name": "Salariés", "people": 1, "answered": 1},
        {"name": "Élus", "people": 1, "answered": 1},
    ]
    assert count_everything() == before


def test_the_command_explains_and_fails(organisation, path_of, plain):
    before = count_everything()
    output = StringIO()
    path = path_of("groupe;A\nSalariés;1\n;4\nÉlus;2,5\n")
    with pytest.raises(CommandError, match="Rien n’a été importé"):
        call_command("import_answers", path, space="atelier", items="A", scale=(1, 5), stdout=output)
    assert [plain(line) for line in output.getvalue().splitlines()[:2]] == [
        "Ligne 3, groupe, « » : le groupe n’est pas indiqué",
        "Ligne 4, A, « 2,5 » : ce n’est pas un nombre entier",
    ]
    for wrong, sentence in [
        ({"space": "ailleurs"}, "Aucun espace"),
        ({"space": "atelier", "group": "Z"}, r"La colonne «\sZ\s» n’existe pas"),
        ({"space": "atelier", "cycle": "xyz"}, "Aucune démarche"),
    ]:
        with pytest.raises(CommandError, match=sentence):
            call_command("import_answers", path, **wrong)
    with pytest.raises(CommandError, match=r"absent\.csv"):
        call_command("import_answers", "absent.csv", space="atelier")
    assert count_everything() == before


def test_a_weight_is_used_only_when_named(organisation, path_of):
    path = path_of(weighted_file({3: (1, 1, 1, 1, 1)}))
    assert json.loads(run(path, items="Q1", scale=(1, 5), json=True))["weighted"] is False
    assert json.loads(run(path, items="Q1", scale=(1, 5), weight="poids", json=True))["weighted"] is True
