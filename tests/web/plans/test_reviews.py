"""The pages of the looks back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.organisations.enums import Role
from marchepied.apps.plans.models import Action, Review, ReviewedAction
from marchepied.apps.plans.services import ActionContent, add_action, change_action_state
from marchepied.apps.plans.services.reviews import ActionLook, ReviewContent, hold_review
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.scope import scope
from tests.factories.organisations import MembershipFactory, PersonFactory
from tests.web.plans.test_indicators import fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    load_shipped_referentials()
    return open_space(
        name="L’Atelier du Pont", legal_form="association", axis_id="theme-5", by=PersonFactory()
    )


@pytest.fixture
def pilot(cycle, client):
    person = cycle.organisation.memberships.get().person
    client.force_login(person)
    return person


def address(cycle, name, *arguments):
    return reverse(f"plans:{name}", args=[cycle.organisation.slug, *arguments])


def act(cycle, title, **fields):
    with scope(cycle.organisation):
        return add_action(cycle=cycle, content=ActionContent(title=title, **fields), by=None)


def look(cycle, days=0, next_days=None, **fields):
    held_on = timezone.localdate() + timedelta(days=days)
    next_on = None if next_days is None else timezone.localdate() + timedelta(days=next_days)
    content = ReviewContent(held_on=held_on, next_on=next_on, **{"worked": "Le rythme", **fields})
    with scope(cycle.organisation):
        looks = {action.pk: ActionLook(words="vu") for action in Action.objects.all()}
        return hold_review(cycle=cycle, content=content, looks=looks, by=None)


@pytest.mark.parametrize(
    ("next_days", "start"),
    [(None, "Le prochain point n’a pas de date."), (20, "Prochain point le"), (-1, "Le point prévu le")],
)
def test_the_page_opens_on_the_next_date(cycle, pilot, client, plain, next_days, start):
    assert (
        plain(client.get(address(cycle, "reviews")).context["sentence"]) == "Aucun point n’a encore été fait."
    )
    look(cycle, days=-30, next_days=next_days)
    page = client.get(address(cycle, "reviews"))
    assert plain(page.context["sentence"]).startswith(start)
    assert page.context["late"] == (next_days == -1)


def test_a_look_back_on_one_page(cycle, pilot, client, plain):
    first, second = act(cycle, "Former"), act(cycle, "Ouvrir", state="doing")
    act(cycle, "Finie", state="done")
    page = client.get(address(cycle, "review-add"))
    assert [row.action.title for row in page.context["rows"]] == ["Former", "Ouvrir"]
    sent = {f"state-{first.pk}": "done", f"words-{second.pk}": "Il manque une salle.", "worked": "Le rythme"}
    page = client.post(address(cycle, "review-add"), fields_of(page, **sent), follow=True)
    (message,) = page.context["messages"]
    assert plain(str(message)) == "Le point est fait, et le plan à jour."
    with scope(cycle.organisation):
        states = dict(Action.objects.values_list("title", "state"))
        assert states == {"Former": "done", "Ouvrir": "doing", "Finie": "done"}
        lines = ReviewedAction.objects.order_by("action__title").values_list("state", "words")
        assert list(lines) == [("done", ""), ("doing", "Il manque une salle.")]


def test_a_page_left_open_does_not_undo_a_colleague(cycle, pilot, client):
    action = act(cycle, "Former")
    page = client.get(address(cycle, "review-add"))
    with scope(cycle.organisation):
        change_action_state(action=action, state="doing", by=None)
    client.post(address(cycle, "review-add"), fields_of(page, worked="Le rythme"))
    with scope(cycle.organisation):
        assert Action.objects.get().state == "doing"


def test_a_look_back_that_cannot_be_is_refused_with_a_sentence(cycle, pilot, client, plain):
    page = client.get(address(cycle, "review-add"))
    page = client.post(address(cycle, "review-add"), fields_of(page, next_on="2020-01-01", worked="x"))
    assert plain(page.context["form"].errors["next_on"][0]) == "Le prochain point vient après celui-ci."
    with scope(cycle.organisation):
        assert Review.objects.count() == 0


def test_a_look_back_is_changed_and_removed(cycle, pilot, client):
    review = look(cycle)
    page = client.get(address(cycle, "review", review.pk))
    client.post(address(cycle, "review", review.pk), fields_of(page, stuck="Le temps"))
    with scope(cycle.organisation):
        assert Review.objects.get().stuck == "Le temps"
    client.get(address(cycle, "review-delete", review.pk))
    client.post(address(cycle, "review-delete", review.pk))
    with scope(cycle.organisation):
        assert Review.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_whatever_their_size(cycle, pilot, client, count, django_assert_num_queries):
    for number in range(count):
        act(cycle, f"Action {number}")
        look(cycle, days=-number)
    with django_assert_num_queries(6):
        client.get(address(cycle, "reviews"))
    with django_assert_num_queries(7):
        client.get(address(cycle, "review-add"))


@pytest.mark.parametrize(
    ("role", "open_pages"), [(Role.READER, {"reviews"}), (Role.FACILITATOR, {"reviews", "review-add"})]
)
def test_each_role_opens_its_pages(cycle, client, role, open_pages):
    client.force_login(MembershipFactory(organisation=cycle.organisation, role=role).person)
    pages = {"reviews", "review-add"}
    codes = {name for name in pages if client.get(address(cycle, name)).status_code == 200}
    assert codes == open_pages
