"""An import leaves neither the order of the file nor anything that names anybody."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from marchepied.apps.diagnosis.models import PendingImport
from marchepied.apps.diagnosis.services.imports import (
    erase_pending_imports,
    keep_pending_import,
)
from marchepied.apps.participation.models import Answer, College, Comment
from marchepied.core.models import AuditEntry
from tests.apps.diagnosis.imports.answers import bring
from tests.apps.participation.test_anonymity import dump_tables
from tests.factories.organisations import PersonFactory

pytestmark = pytest.mark.django_db


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


def test_comments_come_in_shuffled_and_only_those_of_a_question(organisation):
    text = "groupe;Q1;commentaire Q1;remarques\n" + "".join(
        f"A;{1 + n % 5};mot {n};remarque {n}\n" for n in range(40)
    )
    bring(organisation, text)
    words = list(Comment.objects.order_by("id").values_list("text", flat=True))
    assert sorted(words) == sorted(f"mot {n}" for n in range(40))
    assert words != [f"mot {n}" for n in range(40)]


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
