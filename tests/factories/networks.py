"""Networks: who belongs to whom, calls for proposals, committees, as services make them."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from marchepied.apps.networks.models import Proposal
from marchepied.apps.networks.services import (
    AppealContent,
    ProposalContent,
    accept_invitation,
    invite_expert,
    invite_organisation,
    open_appeal,
    open_committee,
    open_reading,
    propose,
    remark_on,
)
from marchepied.apps.networks.validators import asking_token, seal_group
from marchepied.apps.organisations.enums import Role
from marchepied.apps.referentials.selectors import guide_version, read_referential
from marchepied.apps.referentials.services import start_draft
from marchepied.core.scope import scope
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.referentials import text

WORDING = "Ici, qui rappelle les gens qui ont appelé ?"
ANSWERS = ("Personne.", "Celui qui y pense.", "Une personne nommée.", "Tout le monde.", "Et on demande.")


def pilot_of(organisation: Any) -> Any:
    """Somebody who pilots the organisation, made if there is nobody."""
    row = organisation.memberships.filter(role=Role.PILOT).order_by("pk").first()
    return row.person if row else MembershipFactory(organisation=organisation, role=Role.PILOT).person


def join(network: Any, member: Any) -> Any:
    """Make an organisation a member of a network."""
    with scope(network):
        asked = invite_organisation(network=network, addressed_to=member.slug, by=pilot_of(network))
    return accept_invitation(affiliation=asked, member=member, by=pilot_of(member))


def begin_draft(network: Any, title: str = "Nos questions de réseau") -> Any:
    """A draft that adds to the guide, with nothing in it yet; the guide must be loaded."""
    with scope(network):
        return start_draft(
            organisation=network,
            title=text(title),
            purpose=text("Voir."),
            languages=("fr",),
            base=guide_version(),
            by=pilot_of(network),
        )


def first_domain() -> Any:
    """The first domain of theme 5 of the guide."""
    return read_referential(guide_version()).find_axis("theme-5").domains[0]


def call_on(draft: Any, members: Any = (), groups: Any = (), **more: Any) -> Any:
    """A call for proposals on a draft."""
    content = AppealContent(
        title=more.pop("title", "Écrivons ensemble"), members=[m.pk for m in members], groups=groups, **more
    )
    with scope(draft.organisation):
        return open_appeal(draft=draft, content=content, by=pilot_of(draft.organisation))


def question_for(domain: Any, wording: str = WORDING, levels: Any = ANSWERS) -> ProposalContent:
    """A question proposed in a domain."""
    return ProposalContent(
        kind="question",
        target_id=domain.id,
        target_name=domain.title.read_in("fr"),
        wording=wording,
        levels=levels,
        why="Un appel sans suite éloigne les gens.",
    )


def propose_question(appeal: Any, member: Any = None, **more: Any) -> Proposal:
    """A question that a member proposes, in the first domain of theme 5."""
    who = member or appeal.organisation
    with scope(appeal.organisation):
        return propose(
            appeal=appeal, content=question_for(first_domain(), **more), member=member, by=pilot_of(who)
        )


def live_in_networks(organisation: Any) -> dict[str, Any]:
    """What addresses of networks may name: one of each, from both sides (the guide must be loaded)."""
    pilot = pilot_of(organisation)
    member, network = OrganisationFactory(), OrganisationFactory()
    affiliation, own = join(organisation, member), join(network, organisation)
    draft = begin_draft(organisation)
    appeal = call_on(draft, [member], ["volunteers"])
    proposal = propose_question(appeal, member)
    shared = call_on(begin_draft(network), [organisation])
    asker, asked = OrganisationFactory(), OrganisationFactory()
    with scope(asker):
        invited = invite_organisation(network=asker, addressed_to=organisation.slug, by=pilot_of(asker))
    with scope(organisation):
        invite_organisation(network=organisation, addressed_to=asked.slug, by=pilot)
        committee = open_committee(draft=draft, title="Le comité de lecture", needed=2, by=pilot)
        until = timezone.localdate() + timedelta(days=30)
        expert = invite_expert(committee=committee, email=pilot.email, name=str(pilot), until=until, by=pilot)
        open_reading(committee=committee, closes_on=None, by=pilot)
        remark = remark_on(expert=expert, item_id="", item_name="", text="C’est clair.", by=pilot)
        group = appeal.groups.get()
        code = seal_group(group.handle)
    return {
        "affiliation": affiliation.pk,
        "own_affiliation": own.pk,
        "invited": invited.pk,
        "appeal": appeal.pk,
        "proposal": proposal.pk,
        "shared_appeal": shared.pk,
        "shared_proposal": propose_question(shared, organisation).pk,
        "committee": committee.pk,
        "remark": remark.pk,
        "door_token": asking_token(network.slug),
        "group_code": code,
        "appeal_group": group.pk,
        "expert": expert.pk,
    }
