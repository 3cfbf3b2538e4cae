"""Votes given elsewhere: read, written whole or not at all, the same by page, task and command."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone
from django.utils.translation import override

from marchepied.apps.deliberation import tasks
from marchepied.apps.deliberation.compute import imports as reading
from marchepied.apps.deliberation.compute.imports import Brought, read_files
from marchepied.apps.deliberation.enums import Phase, StatementState, TransferState
from marchepied.apps.deliberation.models import Statement, Topic, VoteImport
from marchepied.apps.deliberation.selectors import imports as finding
from marchepied.apps.deliberation.selectors.releases import latest_release
from marchepied.apps.deliberation.services import imports
from marchepied.apps.deliberation.services.imports import (
    bring_votes,
    give_up_import,
    give_up_stalled_imports,
    write_votes,
)
from marchepied.apps.deliberation.services.topics import delete_topic, open_topic
from marchepied.apps.participation.models import Answer, Round
from marchepied.core.scope import scope
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db
COMMENTS = (
    "statement_id,is_meta,moderated,text\n"
    '0,0,1,"Ouvrir le samedi, le matin."\n'
    "1,0,0,Fermer en août.\n"
    "2,0,-1,Hors sujet.\n"
)


def lines(people: int = 12) -> bytes:
    """People of two minds on the first statement, all for the second; everybody votes on the third."""
    rows = ["participant_id,statement_id,vote,modified_ms"]
    for person in range(people):
        rows += [
            f"{person},0,{1 if person % 2 else -1},{person}",
            f"{person},1,1,{person}",
            f"{person},2,0,1",
        ]
    return "\n".join(rows).encode()


def files(**more: bytes) -> dict[str, bytes]:
    return {"votes.csv": lines(), "comments.csv": COMMENTS.encode(), **more}


def bring(house, contents=None, title="Nos horaires"):
    return bring_votes(organisation=house, title=title, files=contents or files(), by=None)


def test_votes_and_statements_become_a_topic_with_its_result(house):
    row = write_votes(row=bring(house))
    topic = Topic.objects.get()
    assert (row.state, row.done, row.total, bool(row.file)) == (TransferState.DONE, 36, 36, False)
    assert (topic.phase, topic.title, topic.round.state) == (Phase.DISCUSS, "Nos horaires", "closed")
    assert [(s.number, s.text, s.state) for s in Statement.objects.order_by("number")] == [
        (1, "Ouvrir le samedi, le matin.", StatementState.ACCEPTED),
        (2, "Fermer en août.", StatementState.ACCEPTED),
        (3, "Hors sujet.", StatementState.REFUSED),
    ]
    assert sorted(Answer.objects.order_by("item_id", "level").values_list("item_id", "level")) == [
        *[("s1", 1)] * 6,
        *[("s1", 3)] * 6,
        *[("s2", 1)] * 12,
    ]
    release = latest_release(topic)
    assert (release.voters, release.closing) == (12, True)
    assert topic.origin["votes"] == 36


def test_the_last_vote_of_a_pair_counts(house):
    late = b"participant,statement,vote,modified_ms\n1,0,1,50\n1,0,-1,90\n1,0,0,10\n2,0,1,5\n"
    assert [dict(ballot) for ballot in read_files({"v.csv": late}).ballots] == [{1: 3}, {1: 1}]


def test_one_person_a_line_is_read_too():
    people = b"participant,xid,group-id,n-votes,0,1\n7,,0,2,1,-1\n8,,1,1,,0\n9,,,0,,\n"
    brought = read_files({"participants-votes.csv": people})
    assert [dict(ballot) for ballot in brought.ballots] == [{1: 1, 2: 3}, {2: 2}]
    assert [text for text, _kept in brought.statements] == ["Phrase 0", "Phrase 1"]


def test_an_archive_is_read_as_its_files():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("conversation/votes.csv", lines())
        archive.writestr("conversation/comments.csv", COMMENTS)
        archive.writestr("conversation/readme.md", "rien")
    assert read_files({"export.zip": stream.getvalue()}) == read_files(files())


@pytest.mark.parametrize(
    ("contents", "sentence"),
    [
        ({"votes.csv": b"participant,statement,vote\n1,0,2\n"}, "Ligne 2 : « 2 » n’est pas un vote."),
        ({"votes.csv": b"qui,quoi\n1,0\n"}, "votes.csv : aucune colonne ne dit qui vote."),
        ({"votes.csv": b""}, "votes.csv est vide"),
        ({"votes.csv": b"participant,statement,vote\n"}, "Ce fichier ne contient aucun vote."),
        ({"comments.csv": COMMENTS.encode()}, "Donnez le fichier des votes"),
        ({"x.zip": b"PK\x05\x06" + bytes(18)}, "x.zip : cette archive ne contient ni votes.csv"),
        (
            {"votes.csv": b"participant,statement,vote\n1,0,1\n", "comments.csv": b"id,text\n0,a\n"},
            "comments.csv : aucune colonne ne numérote",
        ),
        (
            {**files(), "comments.csv": f"statement_id,text\n0,{'x' * 1001}\n".encode()},
            "Phrase 0 : elle a 1001 signes, 1000 au plus.",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_its_reason_and_nothing_is_written(house, plain, contents, sentence):
    with pytest.raises(ValidationError) as error:
        bring(house, contents)
    assert plain(error.value.messages[0]).startswith(sentence)
    assert (Topic.objects.count(), Round.objects.count(), VoteImport.objects.count()) == (0, 0, 0)


def test_a_wrong_file_is_said_in_the_language_of_the_page(plain):
    with override("en"), pytest.raises(ValidationError) as error:
        read_files({"votes.csv": b"participant,statement,vote\n1,0,2\n"})
    assert plain(error.value.messages[0]) == (
        "Line 2: “2” is not a vote. Write 1 (agree), -1 (disagree) or 0 (pass)."
    )


def test_sizes_are_bounded(monkeypatch, plain):
    monkeypatch.setattr(reading, "LARGEST_FILE", 100)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("votes.csv", b"0" * 10_000)
    for contents in ({"votes.csv": bytes(101)}, {"bomb.zip": stream.getvalue()}):
        with pytest.raises(ValidationError) as error:
            read_files(contents)
        assert plain(error.value.messages[0]) == "votes.csv est trop lourd : 60 Mo au plus."


def test_a_table_light_on_disk_and_heavy_in_memory_is_refused(monkeypatch, plain):
    monkeypatch.setattr(reading, "MOST_CELLS", 100)
    wide = b"participant," + b",".join(b"%d" % n for n in range(101)) + b"\n"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("votes.csv", wide)
    for contents in ({"votes.csv": wide}, {"wide.zip": stream.getvalue()}):
        with pytest.raises(ValidationError) as error:
            read_files(contents)
        assert plain(error.value.messages[0]) == (
            "votes.csv a trop de cases : 4 millions au plus. Donnez un fichier d’un vote par ligne."
        )


def test_what_waits_comes_back_as_it_was():
    brought = read_files(files())
    assert Brought.from_bytes(brought.as_bytes()) == brought


def test_the_worker_does_the_same_and_only_once(house, monkeypatch):
    monkeypatch.setattr(finding, "AT_ONCE", 10)
    monkeypatch.setattr(imports, "PEOPLE_PER_STEP", 5)
    row = bring(house)
    assert finding.is_large(row)
    assert tasks.write_brought_votes.func(str(row.pk)) == 36
    assert tasks.write_brought_votes.func(str(row.pk)) == 36  # another worker finds it done
    assert Answer.objects.count() == 24
    assert tasks.write_brought_votes.func("00000000-0000-0000-0000-000000000000") == 0


def test_a_step_that_fails_takes_everything_back(house, monkeypatch):
    monkeypatch.setattr(imports, "PEOPLE_PER_STEP", 5)
    real, calls = imports.deposit_ballots, []

    def fail_at_second(**arguments):
        calls.append(arguments)
        if len(calls) == 2:
            raise OSError("disk full")
        return real(**arguments)

    monkeypatch.setattr(imports, "deposit_ballots", fail_at_second)
    row = bring(house)
    with pytest.raises(OSError, match="disk full"):
        write_votes(row=row)
    row.refresh_from_db()
    assert (row.state, row.done, row.topic, bool(row.file)) == (TransferState.FAILED, 0, None, False)
    assert row.report["error"].startswith("L’import s’est arrêté")
    counts = (Topic.objects.count(), Round.objects.count(), Answer.objects.count(), Statement.objects.count())
    assert counts == (0, 0, 0, 0)


def die_after_one_step(monkeypatch, house):
    """An import whose worker was killed: some votes are written, nothing said that it stopped."""
    monkeypatch.setattr(imports, "PEOPLE_PER_STEP", 5)
    real, calls = imports.deposit_ballots, []

    def killed(**arguments):
        calls.append(arguments)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(**arguments)

    row = bring(house)
    with monkeypatch.context() as patched:
        patched.setattr(imports, "deposit_ballots", killed)
        with pytest.raises(KeyboardInterrupt):
            write_votes(row=row)
    row.refresh_from_db()
    assert (row.state, row.done, bool(row.file)) == (TransferState.RUNNING, 15, True)
    return row


def test_an_import_whose_worker_died_is_given_up_after_a_day(house, monkeypatch):
    row = die_after_one_step(monkeypatch, house)
    storage, name = row.file.storage, row.file.name
    assert give_up_stalled_imports(now=timezone.now() + timedelta(hours=23)) == 0
    assert give_up_stalled_imports(now=timezone.now() + timedelta(hours=25)) == 1
    assert give_up_stalled_imports(now=timezone.now() + timedelta(hours=25)) == 0
    row.refresh_from_db()
    assert (row.state, row.done, row.topic, bool(row.file)) == (TransferState.FAILED, 0, None, False)
    assert not storage.exists(name)
    assert (Topic.objects.count(), Round.objects.count(), Answer.objects.count()) == (0, 0, 0)
    assert write_votes(row=bring(house)).state == TransferState.DONE


def test_the_daily_upkeep_gives_up_an_import_that_nobody_began(house, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    row = bring(house)
    VoteImport.objects.update(at=timezone.now() - timedelta(days=1))
    call_command("maintain", verbosity=0)
    row.refresh_from_db()
    assert (row.state, bool(row.file)) == (TransferState.FAILED, False)


def test_an_import_that_moves_is_not_given_up(house, monkeypatch, plain):
    row = die_after_one_step(monkeypatch, house)
    with pytest.raises(ValidationError) as error:
        give_up_import(row=row, by=None)
    assert plain(error.value.messages[0]) == "Cet import avance, ou il est fini : rechargez la page."
    VoteImport.objects.update(at=timezone.now() - timedelta(hours=1))
    assert give_up_import(row=row, by=None).state == TransferState.FAILED


def test_a_worker_that_wakes_up_after_it_was_given_up_writes_nothing(house, monkeypatch):
    row = bring(house)
    real = imports.deposit_ballots

    def given_up_meanwhile(**arguments):
        written = real(**arguments)
        VoteImport.objects.update(at=timezone.now() - timedelta(hours=2))
        give_up_import(row=VoteImport.objects.get(), by=None)
        return written

    monkeypatch.setattr(imports, "deposit_ballots", given_up_meanwhile)
    with pytest.raises(RuntimeError, match="given up meanwhile"):
        write_votes(row=row)


def test_a_topic_does_not_change_while_its_votes_are_written(house, plain):
    topic = bring(house).topic
    for gesture in (open_topic, delete_topic):
        with pytest.raises(ValidationError) as error:
            gesture(topic=topic, by=None)
        assert plain(error.value.messages[0]) == (
            "Les votes de ce sujet s’importent : attendez qu’ils soient tous là."
        )


def test_the_command_brings_a_folder(tmp_path, capsys):
    house = OrganisationFactory(slug="village")
    for name, content in files().items():
        (tmp_path / name).write_bytes(content)
    call_command("import_votes", str(tmp_path), space="village", title="Ailleurs", json=True)
    told = json.loads(capsys.readouterr().out)
    assert {told[key] for key in ("people", "votes", "title")} == {12, 36, "Ailleurs"}
    with scope(house):
        assert Topic.objects.get().pk.hex == told["topic"].replace("-", "")


def test_the_command_says_what_is_wrong(tmp_path):
    OrganisationFactory(slug="village")
    with pytest.raises(CommandError, match=r"absent\.csv"):
        call_command("import_votes", str(tmp_path / "absent.csv"), space="village")
    with pytest.raises(CommandError, match="Aucun espace"):
        call_command("import_votes", str(tmp_path), space="nulle-part")


def test_a_real_conversation_of_179_people(house, shared_data):
    folder = shared_data / "polis" / "4cacski7ha-fr"
    contents = {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))}
    row = write_votes(row=bring(house, contents, title="L’IA, parlons-en"))
    assert (row.topic.origin["people"], row.topic.origin["statements"], row.total) == (179, 252, 13_303)
    assert latest_release(row.topic).voters == 179
