"""The page of coherence, « À quoi cela sert ? » where actions and decisions are written, and their rights."""

from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from marchepied.apps.diagnosis.models import Position
from marchepied.apps.diagnosis.services.positions import point_to, take_position
from marchepied.apps.organisations.enums import Role
from marchepied.apps.organisations.selectors import Project
from marchepied.apps.organisations.services import set_activities, set_purposes
from marchepied.apps.plans.models import Action
from marchepied.apps.plans.services import ActionContent, add_action
from marchepied.core.scope import scope
from tests.factories.organisations import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
FEED, LINK, LEARN = "Nourrir les gens du canton", "Relier les voisins", "Apprendre un métier"


def write_project(organisation, purposes=(FEED, LINK), activities=("Cuisine", "Potager")):
    with scope(organisation):
        return SimpleNamespace(
            purposes=set_purposes(organisation=organisation, texts=purposes, by=None),
            activities=set_activities(organisation=organisation, texts=activities, by=None),
        )


def act(house, title, purposes=(), activities=()):
    with scope(house.organisation):
        return add_action(
            cycle=house.cycle,
            content=ActionContent(title=title),
            serves=Project(purposes, activities),
            by=None,
        )


def decide(house, question_id="t1-d1-q1", words="On change.", **served):
    with scope(house.organisation):
        position = take_position(
            cycle=house.cycle, question_id=question_id, level=1, words=words, agreement="consensus", by=None
        )
        point_to(position=position, project=Project(**served), by=None)
        return position


def served(row):
    with scope(row.organisation_id):
        return [line.text for line in row.purposes.all()], [line.text for line in row.activities.all()]


def read(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").main


def texts(page, selector, plain):
    return [plain(part.get_text(" ")) for part in page.select(selector)]


def test_the_page_says_what_is_served_and_what_is_not(house, client, plain):
    told = write_project(house.organisation)
    act(house, "Cuisiner", [told.purposes[0]], [told.activities[0]])
    act(house, "Repeindre")
    decide(house)
    house.sign_in()
    page = read(client.get(house.url("coherence")))
    assert texts(page, "h1", plain) == ["Une raison d’être sur deux est servie par au moins une action."]
    assert texts(page, ".lead", plain) == [f"Rien ne sert encore : « {LINK} »."]
    assert texts(page, "h2", plain) == [
        "Ce qu’aucune action ne sert encore",
        "Ce que le plan sert",
        "Nos activités",
        "Une action n’est reliée à aucune raison d’être.",
        "Une décision n’est reliée à aucune raison d’être.",
    ]
    assert texts(page, "h3", plain) == [LINK, FEED]
    waiting = page.find(id=f"raison-{told.purposes[1].pk}")
    assert "Rien dans le plan ne la sert encore." in plain(waiting.get_text())
    assert texts(waiting, "form label", plain) == ["Repeindre", "Cuisiner"]
    assert texts(page, "#servies ~ .list > li > ul > li", plain) == ["Cuisiner"]


def test_a_purpose_that_was_only_decided_says_so(house, client, plain):
    told = write_project(house.organisation)
    decide(house, words="On ouvre le samedi.", purposes=[told.purposes[0]])
    house.sign_in()
    card = read(client.get(house.url("coherence"))).find(id=f"raison-{told.purposes[0].pk}")
    assert texts(card, "p", plain)[0] == "C’est décidé, mais aucune action ne la porte encore."
    assert texts(card, "li", plain) == ["Décidé : On ouvre le samedi."]


@pytest.mark.parametrize(
    ("role", "leads_to"),
    [(Role.PILOT, ["Écrire pourquoi nous existons"]), (Role.CONTRIBUTOR, []), (Role.READER, [])],
)
def test_without_a_purpose_the_page_says_why_to_write_one(house, client, plain, role, leads_to):
    act(house, "Repeindre")
    house.sign_in(role)
    page = read(client.get(house.url("coherence")))
    assert texts(page, "h1", plain) == ["Pourquoi existez-vous ?"]
    assert texts(page, "a.button", plain) == leads_to
    assert page.select("h2, form") == []


def test_without_a_plan_the_page_proposes_to_begin_one(house, client, plain):
    write_project(house.organisation)
    house.sign_in()
    page = read(client.get(house.url("coherence")))
    assert texts(page, "h1", plain) == [
        "Aucune de nos deux raisons d’être n’est encore servie par une action."
    ]
    assert page.select_one("a.button")["href"] == house.url("propose")
    assert page.select("form") == []  # nothing to link yet


def test_without_a_cycle_the_page_proposes_to_begin_one(client, plain):
    member = MembershipFactory()
    write_project(member.organisation)
    client.force_login(member.person)
    page = read(client.get(reverse("plans:coherence", args=[member.organisation.slug])))
    assert texts(page, "h1", plain) == ["Il n’y a pas encore de démarche, donc rien à relier."]
    assert texts(page, "li", plain) == [FEED, LINK]
    assert page.select_one("a.button")["href"] == reverse("diagnosis:home", args=[member.organisation.slug])


def test_actions_are_linked_to_a_purpose_and_to_an_activity(house, client, messages_of, plain):
    told = write_project(house.organisation)
    one, two = act(house, "Cuisiner", [told.purposes[1]]), act(house, "Repeindre")
    house.sign_in(Role.CONTRIBUTOR)
    address = house.url("coherence-purpose", told.purposes[0].pk)
    answer = client.post(address, {"action": [str(one.pk), str(two.pk)]})
    assert answer["Location"] == house.url("coherence") + f"#raison-{told.purposes[0].pk}"
    to_activity = house.url("coherence-activity", told.activities[1].pk)
    said = messages_of(client.post(to_activity, {"action": [str(two.pk)]}, follow=True))
    assert [plain(text) for text in said] == [
        "C’est noté : 2 actions de plus la servent.",
        "C’est noté : une action de plus la sert.",
    ]
    assert served(one) == ([FEED, LINK], [])
    assert served(two) == ([FEED], ["Potager"])
    gone = "Une de ces actions n’est plus dans le plan : rechargez la page."
    for sent, said in (
        ([], "Cochez au moins une action."),
        (["n’importe quoi"], gone),
        ([str(told.purposes[0].pk)], gone),
        ([str(one.pk)], "C’est noté."),
    ):
        (answer,) = messages_of(client.post(address, {"action": sent}, follow=True))
        assert plain(answer) == said
    assert served(two) == ([FEED], ["Potager"])


def test_a_loose_action_is_told_to_serve_a_purpose_and_keeps_its_activities(house, client, messages_of):
    told = write_project(house.organisation)
    loose = act(house, "Repeindre", activities=[told.activities[0]])
    house.sign_in(Role.CONTRIBUTOR)
    address = house.url("coherence-action", loose.pk)
    answer = client.post(address, {}, follow=True)
    assert messages_of(answer) == ["Cochez au moins une raison d’être, ou laissez l’action ainsi."]
    client.post(address, {"purposes": [str(told.purposes[1].pk)]})
    assert served(loose) == ([LINK], ["Cuisine"])


@pytest.mark.parametrize("name", ["coherence-purpose", "coherence-activity", "coherence-action"])
def test_what_another_organisation_wrote_is_not_found_or_refused(house, client, name):
    write_project(house.organisation)
    elsewhere = write_project(OrganisationFactory())
    loose = act(house, "Repeindre")
    house.sign_in()
    if name == "coherence-action":
        client.post(house.url(name, loose.pk), {"purposes": [str(elsewhere.purposes[0].pk)]})
    else:
        line = elsewhere.purposes[0] if name == "coherence-purpose" else elsewhere.activities[0]
        assert client.post(house.url(name, line.pk), {"action": [str(loose.pk)]}).status_code == 404
    assert served(loose) == ([], [])


@pytest.mark.parametrize(
    ("role", "may_link", "may_decide"),
    [(Role.FACILITATOR, True, True), (Role.CONTRIBUTOR, True, False), (Role.READER, False, False)],
)
def test_a_reader_sees_all_and_changes_nothing(house, client, role, may_link, may_decide):
    told = write_project(house.organisation)
    loose, position = act(house, "Repeindre"), decide(house)
    house.sign_in(role)
    page = read(client.get(house.url("coherence")))
    sends_to = {form["action"] for form in page.select("form")}
    links = {
        house.url("coherence-action", loose.pk),
        *(house.url("coherence-purpose", line.pk) for line in told.purposes),
        *(house.url("coherence-activity", line.pk) for line in told.activities),
    }
    decision = reverse(
        "diagnosis:decision-serves", args=[house.organisation.slug, house.cycle.pk, position.question_id]
    )
    assert sends_to == (links if may_link else set()) | ({decision} if may_decide else set())
    codes = [client.post(link).status_code for link in [*links, decision]]
    assert codes == [302 if may_link else 404] * len(links) + [302 if may_decide else 404]
    assert "Repeindre" in page.get_text()


@pytest.mark.parametrize(
    ("back", "sent", "after", "lands"),
    [
        ("", {"purposes": 0, "activities": 0}, ([FEED], ["Cuisine"]), "#decision-t1-d1-q1"),
        ("", {}, ([], []), "#decision-t1-d1-q1"),
        ("coherence", {"purposes": 0}, ([FEED], ["Potager"]), "#decisions-sans-raison"),
    ],
)
def test_a_decision_says_what_it_serves(house, client, back, sent, after, lands):
    told = write_project(house.organisation)
    position = decide(house, purposes=[told.purposes[1]], activities=[told.activities[1]])
    house.sign_in(Role.FACILITATOR)
    address = reverse("diagnosis:decision-serves", args=[house.organisation.slug, house.cycle.pk, "t1-d1-q1"])
    ticked = {name: [str(getattr(told, name)[number].pk)] for name, number in sent.items()}
    answer = client.post(address, {**ticked, "back": back})
    assert answer["Location"].endswith(lands)
    assert served(position) == after
    assert client.post(address.replace("q1", "q2")).status_code == 404  # nothing was decided there


def test_the_list_of_decisions_shows_what_each_serves(house, client, plain):
    told = write_project(house.organisation)
    decide(house, purposes=[told.purposes[0]], activities=[told.activities[1]])
    house.sign_in()
    page = read(client.get(reverse("diagnosis:positions", args=[house.organisation.slug, house.cycle.pk])))
    assert f"Cela sert : {FEED} ; Potager" in texts(page, "p", plain)
    assert [box["value"] for box in page.select("input[type=checkbox][checked]")] == [
        str(told.purposes[0].pk), str(told.activities[1].pk),
    ]  # fmt: skip


def test_an_action_is_written_for_a_purpose(house, client):
    told = write_project(house.organisation)
    house.sign_in(Role.CONTRIBUTOR)
    address = house.url("action-add") + f"?sert={told.purposes[1].pk}"
    page = read(client.get(address))
    assert [box["value"] for box in page.select("input[checked]")] == [str(told.purposes[1].pk)]
    ticked = {"purposes": [str(told.purposes[1].pk)], "activities": [str(told.activities[0].pk)]}
    answer = client.post(address, {"title": "Semer", "state": "todo", **ticked})
    assert answer["Location"] == house.url("coherence")
    with scope(house.organisation):
        assert served(Action.objects.get(title="Semer")) == ([LINK], ["Cuisine"])


@pytest.mark.parametrize("asked", ["", "rien", "0b0e2f0c-8f5e-4e1c-9d5b-3c5a0c1a7f10"])
def test_an_action_is_written_for_nothing_in_particular(house, client, asked):
    write_project(house.organisation)
    house.sign_in()
    address = house.url("action-add") + f"?sert={asked}"
    assert read(client.get(address)).select("input[checked]") == []
    answer = client.post(address, {"title": "Semer", "state": "todo"})
    assert answer["Location"] == house.url("plan")


def test_an_action_may_serve_something_else(house, client, plain):
    told = write_project(house.organisation)
    done = act(house, "Cuisiner", [told.purposes[0]], [told.activities[0]])
    house.sign_in(Role.CONTRIBUTOR)
    address = house.url("action", done.pk)
    assert [box["value"] for box in read(client.get(address)).select("input[checked]")] == [
        str(told.purposes[0].pk), str(told.activities[0].pk),
    ]  # fmt: skip
    client.post(address, {"title": "Cuisiner", "state": "todo", "purposes": [str(told.purposes[1].pk)]})
    assert served(done) == ([LINK], [])
    elsewhere = write_project(OrganisationFactory())
    sent = {"title": "Cuisiner", "state": "todo", "purposes": [str(elsewhere.purposes[0].pk)]}
    refused = client.post(address, sent)
    errors = refused.context["form"].errors.items()
    told = {name: [plain(fault) for fault in faults] for name, faults in errors}
    assert told == {"purposes": ["Une de ces phrases n’est plus dans votre projet : rechargez la page."]}
    assert served(done) == ([LINK], [])


@pytest.mark.parametrize(
    ("count", "ticked", "folded"), [(0, False, None), (8, False, False), (9, False, True), (9, True, False)]
)
def test_many_boxes_open_on_demand(house, client, count, ticked, folded, plain):
    told = write_project(house.organisation, [f"Raison {number}" for number in range(count)], [])
    house.sign_in()
    query = f"?sert={told.purposes[0].pk}" if ticked else ""
    page = read(client.get(house.url("action-add") + query))
    found = page.find(string=lambda text: "À quoi cela sert" in text).find_parent(["summary", "div", "p"])
    lines = reverse("organisations:lines", args=[house.organisation.slug])
    assert len(page.select("input[type=checkbox]")) == count
    assert (found.name == "summary") is (folded is True)
    assert [link["href"] for link in page.select(f"a[href='{lines}']")] == ([lines] if not count else [])


def test_many_decisions_open_on_demand(house, client, plain):
    write_project(house.organisation)
    with scope(house.organisation):
        for number in range(7):
            Position.objects.create(
                organisation=house.organisation,
                cycle=house.cycle,
                question_id=f"ancienne-{number}",
                words=f"Décision {number}",
                agreement="consensus",
            )
    house.sign_in(Role.READER)
    page = read(client.get(house.url("coherence")))
    assert texts(page, "h2", plain)[-1] == "Sept décisions ne sont reliées à aucune raison d’être."
    assert texts(page, "summary", plain) == ["Les voir"]
    assert sorted(texts(page, "details li p", plain)) == [f"Décision {number}" for number in range(7)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_whatever_it_tells(house, client, count, django_assert_num_queries):
    told = write_project(house.organisation, [f"Raison {n}" for n in range(count)], ["Cuisine"] * count)
    for number in range(count):
        act(house, f"Action {number}", [told.purposes[number]], [told.activities[0]])
        act(house, f"Sans raison {number}")
    decide(house, purposes=[told.purposes[0]])
    house.sign_in()
    # session, person, membership; cycle, purposes, activities; actions, decisions, what each serves
    with django_assert_num_queries(12):
        client.get(house.url("coherence"))


def test_a_member_of_another_organisation_finds_nothing(house, client):
    told = write_project(house.organisation)
    client.force_login(MembershipFactory(role=Role.PILOT).person)
    assert client.get(house.url("coherence")).status_code == 404
    assert client.post(house.url("coherence-purpose", told.purposes[0].pk)).status_code == 404
