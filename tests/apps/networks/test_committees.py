"""Experts read again: remarks answered one by one, agreements on a revision, publication that waits."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from marchepied.apps.networks.selectors.committees import (
    find_seat,
    remarks_of,
    seats_of,
    standing_of,
)
from marchepied.apps.networks.services import (
    answer_remark,
    close_reading,
    give_opinion,
    go_without,
    invite_expert,
    open_committee,
    open_reading,
    remark_on,
)
from marchepied.apps.referentials.models import ReferentialVersion
from marchepied.apps.referentials.selectors import drafts_of, find_draft
from marchepied.apps.referentials.services import add_item, finish_draft, load_shipped_referentials
from marchepied.core.scope import scope
from tests.factories.networks import begin_draft, first_domain, pilot_of
from tests.factories.organisations import OrganisationFactory, PersonFactory
from tests.factories.referentials import question, text

pytestmark = pytest.mark.django_db
NEXT_MONTH = timezone.localdate() + timedelta(days=30)


@pytest.fixture
def house():
    load_shipped_referentials()
    organisation = OrganisationFactory(name="Les Rives")
    begin_draft(organisation)
    with scope(organisation):
        yield organisation


@pytest.fixture
def pilot(house):
    return pilot_of(house)


@pytest.fixture
def draft(house, pilot):
    row = find_draft(house, drafts_of(house)[0].pk)
    write(row, "Qui rappelle ?", pilot)
    return row


def write(draft, words, by):
    """One more question, complete in the one language that the addition lacks nothing of."""
    domain = first_domain()
    source = draft.content["provenance"]
    asked = question("x", levels=None, statement=text(words), wording=text(words))
    asked |= {"levels": question("y")["levels"], "levers": [domain.levers[0].id]}
    asked |= {"provenance": source, "levels_provenance": source}
    return add_item(draft=draft, kind="question", parent=domain.id, item=asked, by=by)


@pytest.fixture
def committee(draft, pilot):
    return open_committee(draft=draft, title="Comité de lecture", needed=2, by=pilot)


@pytest.fixture
def experts(committee, pilot):
    people = [PersonFactory(name=name) for name in ("Anne", "Basile", "Chloé")]
    for person in people:
        invite_expert(committee=committee, email=person.email, name=person.name, until=NEXT_MONTH, by=pilot)
    open_reading(committee=committee, closes_on=None, by=pilot)
    return people


def say(person, committee, view, words="", seen=None):
    """An expert's opinion, on the draft as it is unless `seen` says otherwise."""
    seat = find_seat(person, committee.pk)
    revision = seat.committee.draft.revision if seen is None else seen
    return give_opinion(expert=seat, view=view, words=words, seen=revision, by=person)


def where(committee):
    """The committee again, as its page reads it."""
    committee.refresh_from_db()
    return standing_of(committee)


def publish(draft, by, number="1.0.0"):
    return finish_draft(draft=find_draft(draft.organisation, draft.pk), number=number, fill=True, by=by)


def test_publication_waits_for_the_agreements_decided(draft, committee, experts, pilot):
    with pytest.raises(ValidationError, match="2 accords"):
        publish(draft, pilot)
    say(experts[0], committee, "agree")
    say(experts[1], committee, "against", "Trop long")
    with pytest.raises(ValidationError, match="un accord"):
        publish(draft, pilot)
    assert not ReferentialVersion.objects.filter(referential__owner=draft.organisation).exists()
    say(experts[2], committee, "reserve", "Le titre")
    assert where(committee).enough
    assert publish(draft, pilot).number == "1.0.0"


def test_a_later_change_asks_again(draft, committee, experts, pilot):
    for person in experts[:2]:
        say(person, committee, "agree")
    write(find_draft(draft.organisation, draft.pk), "Et qui écoute ?", pilot)
    standing = where(committee)
    assert (len(standing.signed), len(standing.stale), standing.missing) == (0, 2, 2)
    with pytest.raises(ValidationError, match="2 accords"):
        publish(draft, pilot)
    for person in experts[:2]:
        say(person, committee, "agree")
    assert publish(draft, pilot).number == "1.0.0"


def test_changing_ones_mind_counts_once(committee, experts):
    say(experts[0], committee, "agree")
    say(experts[0], committee, "against", "J’ai relu")
    assert where(committee).missing == 2


def test_an_opinion_is_on_what_was_read(draft, committee, experts, pilot):
    seen = find_draft(draft.organisation, draft.pk).revision
    write(find_draft(draft.organisation, draft.pk), "Et qui écoute ?", pilot)
    with pytest.raises(ValidationError, match="a changé pendant"):
        say(experts[0], committee, "agree", seen=seen)
    assert where(committee).signed == []


@pytest.mark.parametrize(("view", "words"), [("reserve", ""), ("against", " "), ("bof", "oui")])
def test_a_reserve_or_a_refusal_says_why(committee, experts, view, words):
    with pytest.raises(ValidationError):
        say(experts[0], committee, view, words)
    assert where(committee).signed == []


def test_a_pilot_goes_without_them_with_a_reason_for_this_revision_only(draft, committee, experts, pilot):
    with pytest.raises(ValidationError, match="Dites pourquoi"):
        go_without(committee=committee, reason=" ", by=pilot)
    committee.refresh_from_db()
    go_without(committee=committee, reason="Notre assemblée est demain.", by=pilot)
    write(find_draft(draft.organisation, draft.pk), "Et qui écoute ?", pilot)
    assert not where(committee).enough
    go_without(committee=committee, reason="Notre assemblée est demain.", by=pilot)
    assert publish(draft, pilot).number == "1.0.0"
    committee.refresh_from_db()
    assert (committee.override_reason, committee.override_by) == ("Notre assemblée est demain.", pilot)


def test_remarks_are_answered_one_by_one_before_the_reading_ends(committee, experts, pilot):
    seat = find_seat(experts[0], committee.pk)
    remark = remark_on(expert=seat, item_id="a", item_name="Qui rappelle ?", text="Trop vague", by=experts[0])
    with pytest.raises(ValidationError, match="Une remarque attend"):
        close_reading(committee=committee, by=pilot)
    with pytest.raises(ValidationError):
        answer_remark(remark=remark, answer="", by=pilot)
    answer_remark(remark=remark, answer="Nous l’avons précisée.", by=pilot)
    assert [row.answer for row in remarks_of(committee)] == ["Nous l’avons précisée."]
    close_reading(committee=committee, by=pilot)
    with pytest.raises(ValidationError, match="Aucune lecture"):
        remark_on(expert=seat, item_id="", item_name="", text="Encore", by=experts[0])
    assert open_reading(committee=committee, closes_on=None, by=pilot).number == 2
    with pytest.raises(ValidationError, match="déjà en cours"):
        open_reading(committee=committee, closes_on=None, by=pilot)


def test_only_those_invited_read_and_only_until_their_date(committee, experts, pilot):
    assert find_seat(PersonFactory(), committee.pk) is None
    assert find_seat(pilot, committee.pk) is None
    seat = find_seat(experts[0], committee.pk)
    assert [row.pk for row in seats_of(experts[0])] == [seat.pk]
    seat.until = timezone.localdate() - timedelta(days=1)
    seat.save()
    assert (find_seat(experts[0], committee.pk), seats_of(experts[0])) == (None, [])


def test_an_expert_is_written_to_once_an_invitation(committee, pilot, django_capture_on_commit_callbacks):
    for until in (NEXT_MONTH, NEXT_MONTH + timedelta(days=5)):
        with django_capture_on_commit_callbacks(execute=True):
            expert = invite_expert(
                committee=committee, email="Anne@exemple.fr", name="Anne", until=until, by=pilot
            )
    assert [sent.to for sent in mail.outbox] == [["anne@exemple.fr"]] * 2
    assert (committee.experts.count(), expert.until) == (1, NEXT_MONTH + timedelta(days=5))
    past = timezone.localdate() - timedelta(days=1)
    with pytest.raises(ValidationError):
        invite_expert(committee=committee, email="b@exemple.fr", name="B", until=past, by=pilot)


def test_a_reading_that_begins_is_told_to_those_who_may_still_read(
    committee, pilot, django_capture_on_commit_callbacks
):
    told = {"committee": committee, "until": NEXT_MONTH, "by": pilot}
    invite_expert(email="a@exemple.fr", name="A", **told)
    gone = invite_expert(email="b@exemple.fr", name="B", **told)
    gone.until = timezone.localdate() - timedelta(days=1)
    gone.save()
    with django_capture_on_commit_callbacks(execute=True):
        open_reading(committee=committee, closes_on=None, by=pilot)
    assert [sent.to for sent in mail.outbox] == [["a@exemple.fr"]]


def test_a_draft_without_a_committee_is_published_as_before(draft, pilot):
    assert publish(draft, pilot).number == "1.0.0"
