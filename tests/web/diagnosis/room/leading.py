"""The gestures of a room, and the reading of its pages."""

from bs4 import BeautifulSoup
from django.urls import reverse

from marchepied.apps.diagnosis.models import Workshop
from marchepied.apps.diagnosis.selectors.workshop import follow_code
from marchepied.apps.diagnosis.services.releases import make_release
from marchepied.apps.diagnosis.services.workshop import open_following
from marchepied.apps.meetings.models import ShowOfHands
from marchepied.apps.meetings.selectors.meetings import running_show
from marchepied.apps.meetings.services.shows import raise_hand
from marchepied.core.scope import scope
from tests.factories.crossed import closed_cycle, heard

MIDDLE = [3] * 5 + [4] * 7


def make_cycle(questions=3):
    cycle = closed_cycle(questions=questions)
    heard(cycle, "Salariés", MIDDLE)
    with scope(cycle.organisation):
        make_release(cycle=cycle, by=None)
    return cycle


def url(cycle, name="room", place=0, *more):
    args = [cycle.organisation.slug, cycle.pk]
    return reverse(
        f"diagnosis:{name}", args=args if place is None else [*args, cycle.question_ids[place], *more]
    )


def read(response):
    return BeautifulSoup(response.content, "html.parser")


def workshop(cycle):
    with scope(cycle.organisation):
        return Workshop.objects.select_related("meeting").get(cycle=cycle)


def do(cycle, service, place=0, **fields):
    with scope(cycle.organisation):
        return service(cycle=cycle, question_id=cycle.question_ids[place], by=None, **fields)


def vote(cycle, levels):
    with scope(cycle.organisation):
        show = running_show(workshop(cycle).meeting)
        for number, level in enumerate(levels):
            raise_hand(show=show, voter=str(number), level=level)


def follow(cycle):
    with scope(cycle.organisation):
        return follow_code(open_following(cycle=cycle, by=None))


def show_of(cycle, turn=1, place=0):
    with scope(cycle.organisation):
        return ShowOfHands.objects.filter(subject=cycle.question_ids[place], turn=turn).first()


def here(page):
    return page.select_one("[aria-current=step]").get_text(strip=True)


def gesture(page):
    return page.select(".stage__nav .button")[-1].get_text(" ", strip=True)
