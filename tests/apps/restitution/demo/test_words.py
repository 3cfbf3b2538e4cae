"""The words of the demonstration: set in type, varied, and nobody’s address."""

import re
from typing import Any

from django.apps import apps

from marchepied.apps.organisations.models import Person
from marchepied.apps.restitution.services._demo_data import (
    VERBATIM,
    read_said,
    read_story,
)
from marchepied.apps.restitution.services.demo import STORIES
from marchepied.core.scope import unscoped
from tests.apps.restitution.demo.picture import take_picture


def texts_of(told: Any, key: str = "") -> list[str]:
    """Every sentence of a story, without what is kept to the letter."""
    if key in VERBATIM:
        return []
    if isinstance(told, dict):
        return [text for name, value in told.items() for text in texts_of(value, name)]
    if isinstance(told, list):
        return [text for value in told for text in texts_of(value, key)]
    return [told] if isinstance(told, str) else []


def all_comments() -> list[str]:
    years = [year for name in STORIES for year in read_story(name)["years"]]
    files = [year["collection"]["answers"] for year in years if "collection" in year]
    return [
        comment
        for name in files
        for said in read_said(name).values()
        for comments in said["comments"].values()
        for comment in comments
    ]


def test_no_address_is_anybodys(demo):
    emails = set(Person.objects.values_list("email", flat=True))
    with unscoped("addresses of all three"):
        for model, field in (
            ("participation.Invitation", "email"),
            ("organisations.MemberInvitation", "email"),
        ):
            emails |= set(apps.get_model(model).objects.values_list(field, flat=True))
        urls = set(apps.get_model("evidence.Evidence").objects.exclude(url="").values_list("url", flat=True))
    assert len(emails) > 30
    assert {email.rpartition("@")[2] for email in emails - {""}} == {"exemple.fr"}
    assert {url.split("/")[2].split(".", 1)[1] for url in urls} == {"exemple.fr"}
    numbers = [match for name in STORIES for text in texts_of(read_story(name))
               for match in re.findall(r"\b0\d(?: \d\d){4}\b", text)]  # fmt: skip
    # The numbers that nobody has: France keeps 03 53 01 for stories.
    assert {number[:8] for number in numbers} == {"03 53 01"}


def test_words_are_set_in_type_and_filled_in(demo):
    for name in STORIES:
        for text in texts_of(read_story(name)):
            assert not re.search(r" [;:?!»]|« |'|\.\.\.", text), text
    left = [row for rows in take_picture().values() for row in rows if re.search(r"\{[a-z_]+\}", repr(row))]
    assert left == []


def test_comments_are_many_short_and_all_different():
    comments = all_comments()
    assert len(comments) == len(set(comments)) >= 50
    assert max(len(comment) for comment in comments) <= 160
    lower = [comment for comment in comments if comment[0].islower()]
    assert 4 <= len(lower) <= len(comments) / 4
