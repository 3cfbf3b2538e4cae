"""The file of the kit: alone in the world, it shows what the room shows and nothing else."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from marchepied.apps.diagnosis.models import Kit
from marchepied.apps.diagnosis.validators import seal_kit, seal_room
from marchepied.apps.organisations.enums import Role
from marchepied.apps.participation.validators import token_of
from marchepied.core.scope import scope
from tests.factories.kits import CHOSEN, SECRET, UNCHOSEN, prepared_cycle
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    return prepared_cycle()


@pytest.fixture
def download(cycle):
    """The file as the pilot gets it. Its script and style are in it, on purpose: no strict client here."""
    client = Client()
    client.force_login(MembershipFactory(organisation=cycle.organisation, role=Role.FACILITATOR).person)

    def get(minutes="60", language="fr"):
        url = reverse("diagnosis:kit-file", args=[cycle.organisation.slug, cycle.pk])
        return client.post(f"{url}?langue={language}", {"minutes": minutes})

    return get


def read(response):
    return BeautifulSoup(response.content, "html.parser")


def test_the_file_is_downloaded_with_a_code_of_its_own(cycle, download):
    first, second = download(), download()
    assert first["Content-Type"] == "text/html; charset=utf-8"
    assert re.fullmatch(
        r'attachment; filename="kit-de-reunion-[a-z0-9-]+\.html"', first["Content-Disposition"]
    )
    codes = {read(response).select_one("input[name=code]")["value"] for response in (first, second)}
    with scope(cycle.organisation):
        assert codes == {seal_kit(kit.handle) for kit in Kit.objects.all()}
    assert len(codes) == 2


def test_nothing_in_it_asks_any_network(download, settings):
    page = read(download())
    addresses = [
        (tag.name, tag[name])
        for tag in page.find_all(True)
        for name in ("src", "href", "action", "srcset", "data", "poster", "formaction", "xlink:href")
        if tag.has_attr(name) and not tag[name].startswith(("#", "data:"))
    ]
    assert addresses == [("form", settings.BASE_URL + "/kit/")]
    urls = re.findall(r"url\(([^)]{0,40})", page.style.string)
    assert [url[:22] for url in urls] == ['"data:font/woff2;base6']
    assert "@import" not in page.style.string
    assert page.find_all(["link", "iframe", "object", "embed", "base"]) == []


def test_its_policy_allows_its_own_script_and_style_alone(download, settings):
    page = read(download())
    policy = page.select_one("meta[http-equiv=Content-Security-Policy]")["content"]
    scripts = [tag for tag in page.find_all("script") if tag.get("type") != "application/json"]

    def hashed(tag):
        return b64encode(sha256(tag.string.encode()).digest()).decode()

    assert dict(rule.split(" ", 1) for rule in policy.split("; ")) == {
        "default-src": "'none'",
        "script-src": f"'sha256-{hashed(scripts[0])}'",
        "style-src": f"'sha256-{hashed(page.style)}'",
        "font-src": "data:",
        "form-action": f"{settings.BASE_URL}/kit/",
        "base-uri": "'none'",
    }
    assert (len(scripts), len(page.find_all("style"))) == (1, 1)
    inline = [
        tag.name for tag in page.find_all(True) if any(n == "style" or n.startswith("on") for n in tag.attrs)
    ]
    assert inline == []
    assert "\r" not in page.style.string + scripts[0].string
    # The policy comes before what it rules.
    head = [tag.name for tag in page.head.find_all(True)]
    assert head.index("style") > head.index("meta")


def test_it_shows_what_the_release_printed_and_what_was_chosen(cycle, download, plain):
    response = download()
    text = plain(response.content.decode())
    assert plain(CHOSEN) in text
    assert UNCHOSEN not in text
    assert SECRET not in text
    page = read(response)
    first = page.select_one("[data-question]")
    assert [plain(name.get_text()) for name in first.select(".views__name")] == [
        "Salariés",
        "Élus",
        "Bénévoles",
    ]
    told = [plain(line.get_text()) for line in first.select(".told dd")]
    assert told[2] == "moins de cinq réponses : non montré"
    assert [box["data-question"] for box in page.select("[data-question]")] == cycle.question_ids
    groups = [box["value"] for box in page.select("[data-rows=attendance] > [data-row] [type=hidden]")]
    assert groups == ["Salariés", "Élus", "Bénévoles"]


def test_no_other_code_is_in_it(cycle, download):
    text = download().content.decode()
    with scope(cycle.organisation):
        calls = list(cycle.round.calls.all())
        assert [code for call in calls if (code := token_of(call.handle)) in text] == []
        assert len(calls) == 3
        assert all(seal_room(kit.handle) not in text for kit in Kit.objects.all())


def test_data_never_closes_its_own_block(cycle, download):
    cycle.title = "</script><script>alert(1)</script>"
    cycle.save()
    page = read(download())
    assert len(page.find_all("script")) == 2
    assert "alert(1)" not in page.find_all("script")[1].string


def test_a_question_has_two_turns_for_each_answer_on_screen_and_on_paper(cycle, download):
    page = read(download())
    item = cycle.question_ids[0]
    names = [field["data-at"].removeprefix(f"questions/{item}/") for field in page.select("#q1 [data-at]")]
    turns = [[f"{turn}/{level}" for level in (*"12345", "none")] for turn in ("first", "second")]
    assert names == [
        *turns[0],
        "note",
        *turns[1],
        *["level"] * 6,
        "words",
        *["agreement"] * 3,
        "disagreement_note",
        "disagreement_by",
    ]
    sheets = page.select(".sheet-page")
    assert len(sheets) == 2 + len(cycle.question_ids) + 2
    heads = [[head.get_text() for head in table.select("thead th")] for table in sheets[2].select("table")]
    assert heads[0][1:] == ["1er tour", "2e tour"]


def test_every_field_has_a_name_and_every_id_is_once(download):
    page = read(download())
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    labelled = {label["for"] for label in page.find_all("label", attrs={"for": True})}
    silent = [
        str(field)
        for field in page.find_all(["input", "textarea", "select"])
        if field.get("type") != "hidden"
        and field.get("id") not in labelled
        and not field.get("aria-label")
        and field.find_parent("label") is None
    ]
    assert silent == []


def test_the_running_order_is_the_length_that_was_asked(download, plain):
    page = read(download("120"))
    rows = page.select(".kit__order > li")
    minutes = [int(plain(row.select_one(".kit__long").get_text()).split()[0]) for row in rows]
    assert sum(minutes) == 120
    assert plain(page.h1.get_text()) == "3 questions en 2 heures"


@pytest.mark.parametrize(
    ("minutes", "sentence"),
    [
        ("5", "supérieure ou égale à 19"),
        ("", "Ce champ est obligatoire."),
        ("9999", "inférieure ou égale à 480"),
    ],
)
def test_a_time_that_does_not_fit_is_said_and_makes_no_kit(cycle, download, plain, minutes, sentence):
    assert sentence in plain(read(download(minutes)).select_one(".errors").get_text(" "))
    with scope(cycle.organisation):
        assert Kit.objects.count() == 0


def test_it_is_in_the_language_of_the_page(download):
    page = read(download(language="en"))
    assert page.html["lang"] == "en"
