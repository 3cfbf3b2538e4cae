"""Queries, bytes and time of the heaviest pages, and load on a real server: fixed seed, JSON out.

    python benchmarks/bench_web.py [--small] [--pages | --load]

--load sends forms to two gunicorn workers beside a bare Django page that writes one row, in the same run,
then lets 500 people in within one minute (benchmarks/load.py). Each cycle of --pages has 50 colleges and
5,000 respondents; every respondent answers up to 300 questions. Runs on a new SQLite database in a temporary
folder, or on the (empty) database of DATABASE_URL.
"""

import gzip
import json
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "marchepied.config.settings"
os.environ["MARCHEPIED_DATA_DIR"] = tempfile.mkdtemp(prefix="marchepied-bench-")
os.environ["MARCHEPIED_ALLOWED_HOSTS"] = "testserver"
os.environ["MARCHEPIED_SECRET_KEY"] = "a secret of the measures only, read by nobody else"

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from tests.factories.diagnosis import CycleFactory, OwnAnswerFactory  # noqa: E402
from tests.factories.organisations import MembershipFactory  # noqa: E402
from tests.factories.participation import (  # noqa: E402
    CollegeFactory,
    RoundCollegeFactory,
    RoundFactory,
    form_of,
)
from tests.factories.referentials import ReferentialVersionFactory, generated  # noqa: E402

from load import compare  # noqa: E402
from marchepied.apps.diagnosis.services.releases import make_release  # noqa: E402
from marchepied.apps.participation.enums import RoundState  # noqa: E402
from marchepied.apps.participation.models import Answer, RoundCollege, random_key  # noqa: E402
from marchepied.apps.participation.validators import token_of  # noqa: E402
from marchepied.core.scope import scope  # noqa: E402

SEED = 20261122
COLLEGES = 50
RESPONDENTS = 5_000
ANSWERED = 300
# axes × domains × questions of each size
SHAPES = {300: (5, 4, 15), 1_375: (5, 11, 25)}
REPEATS = 7
# Questions of an ordinary form: a theme in its short version, and a little more.
FORM = 12
# Groups that the people of --load belong to.
GROUPS = 5


def build_cycle(questions: int, respondents: int) -> tuple[Any, Any]:
    """A cycle of so many questions, its own answers, and an open round that everybody has answered."""
    member = MembershipFactory()
    content = generated(*SHAPES[questions])
    version = ReferentialVersionFactory(content=content)
    ids = [q["id"] for axis in content["axes"] for domain in axis["domains"] for q in domain["questions"]]
    with scope(member.organisation):
        cycle = CycleFactory(
            organisation=member.organisation,
            version=version,
            axis_ids=[axis["id"] for axis in content["axes"]],
            question_ids=ids,
        )
        for question_id in ids:
            OwnAnswerFactory(cycle=cycle, question_id=question_id)
        form = form_of(questions)
        for item, question_id in zip(form["items"], ids, strict=True):
            item["id"] = question_id
        cycle.round = RoundFactory(organisation=member.organisation, form=form)
        cycle.save()
        calls = [
            RoundCollegeFactory(
                round=cycle.round,
                college=CollegeFactory(organisation=member.organisation, position=place),
                expected_count=respondents // COLLEGES,
            )
            for place in range(COLLEGES)
        ]
        fill(cycle.round, calls, ids, respondents)
    return member, cycle


def fill(round_: Any, calls: list[Any], ids: list[str], respondents: int) -> None:
    """Answers of everybody, straight into the table: measured here are the pages, not the filling."""
    rng = random.Random(SEED)
    rows = []
    for person in range(respondents):
        call = calls[person % len(calls)]
        key = random_key()
        leaning = rng.uniform(1.5, 4.5)
        for question_id in rng.sample(ids, min(ANSWERED, len(ids))):
            level = max(1, min(5, round(rng.gauss(leaning, 1))))
            rows.append(
                (random_key(), call.organisation_id.hex, call.pk.hex, question_id, key, 0, level, 1.0)
            )
        if len(rows) > 200_000:
            insert(rows)
            rows.clear()
    insert(rows)
    for place, call in enumerate(calls):
        call.answered_count = respondents // len(calls) + (place < respondents % len(calls))
        call.save()


def insert(rows: list[tuple[Any, ...]]) -> None:
    columns = "id, organisation_id, call_id, item_id, respondent, kind, level, weight"
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {Answer._meta.db_table} ({columns}) VALUES ({', '.join(['%s'] * 8)})", rows
        )


def measure(name: str, gesture: Callable[[], Any], repeats: int = REPEATS) -> dict[str, Any]:
    """Queries and bytes of one call, median milliseconds of several."""
    gesture()
    with CaptureQueriesContext(connection) as captured:
        response = gesture()
    queries = len(captured)  # before the next request empties the log
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        gesture()
        times.append((time.perf_counter() - started) * 1000)
    return {
        "page": name,
        "status": response.status_code,
        "queries": queries,
        "kilobytes": round(len(response.content) / 1000, 1),
        "kilobytes_sent": round(len(gzip.compress(response.content, 6)) / 1000, 1),
        "milliseconds": round(statistics.median(times), 1),
    }


def run(questions: int, respondents: int) -> list[dict[str, Any]]:
    member, cycle = build_cycle(questions, respondents)
    slug = member.organisation.slug
    with scope(member.organisation):
        call = cycle.round.calls.first()
    form_page = reverse("participation:answer", args=[token_of(call.handle)])
    fields = {f"q{number}": "3" for number in range(1, questions + 1)}

    def send() -> Any:
        return Client().post(form_page, fields)

    pilot = Client()
    pilot.force_login(member.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    tree = reverse("diagnosis:questions", args=[slug, cycle.pk])
    crossed = reverse("diagnosis:crossed", args=[slug, cycle.pk])
    results = [
        measure("open the participant's form", lambda: Client().get(form_page)),
        measure("send one form", send),
        measure("tree of questions with own answers", lambda: pilot.get(tree)),
        measure("home of the cycle", lambda: pilot.get(reverse("diagnosis:home", args=[slug]))),
    ]
    with scope(member.organisation):
        cycle.round.state = RoundState.CLOSED
        cycle.round.save()
        started = time.perf_counter()
        with CaptureQueriesContext(connection) as captured:
            make_release(cycle=cycle, by=None)
        released = (time.perf_counter() - started) * 1000
    results.append({"page": "make the release", "queries": len(captured), "milliseconds": round(released)})
    results.append(measure("crossed views", lambda: pilot.get(crossed), repeats=3))
    for result in results:
        result |= {"questions": questions, "colleges": COLLEGES, "respondents": respondents}
    return results


def run_load(questions: int = FORM, *, seconds: float, people: int) -> dict[str, Any]:
    """Forms sent to the links of five groups, as fast as they go; then people who come within one minute."""
    form = form_of(questions)
    organisation = MembershipFactory().organisation
    with scope(organisation):
        round_ = RoundFactory(organisation=organisation, form=form)
        calls = [
            RoundCollegeFactory(
                round=round_,
                college=CollegeFactory(organisation=organisation),
                item_ids=[item["id"] for item in form["items"]],
            )
            for _ in range(GROUPS)
        ]
    fields = {f"q{number}": str(1 + number % 5) for number in range(1, questions + 1)}
    paths = [reverse("participation:answer", args=[token_of(call.handle)]) for call in calls]
    connection.close()
    result = compare(
        paths, fields, os.environ["MARCHEPIED_DATA_DIR"], seconds=seconds, seed=SEED, people=people
    )
    with scope(organisation):
        kept = sum(RoundCollege.objects.filter(round=round_).values_list("answered_count", flat=True))
        rows = Answer.objects.filter(call__round=round_).count()
    return result | {"forms_kept": kept, "answers_kept": rows, "every_answer_kept": rows == kept * questions}


def main() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    small = "--small" in sys.argv
    results: list[dict[str, Any]] = []
    report: dict[str, Any] = {
        "about": {"python": platform.python_version(), "database": connection.vendor, "seed": SEED}
    }
    if "--pages" not in sys.argv:
        report["load"] = run_load(seconds=2 if small else 8, people=50 if small else 500)
    if "--load" not in sys.argv:
        for questions in (300,) if small else SHAPES:
            results += run(questions, 500 if small else RESPONDENTS)
        report["results"] = results
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
