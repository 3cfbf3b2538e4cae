"""Networks: affiliations, calls for proposals, committees of experts, guides shared.

Every row belongs to the network that keeps it. What its members may read of it goes through the selectors,
which say so each time; a member never reads these tables by itself (docs/decisions/0020).
"""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from marchepied.apps.networks.enums import (
    AffiliationState,
    Phase,
    ProposalKind,
    ProposalState,
    View,
    VoteValue,
)
from marchepied.core.models import ScopedModel


class Affiliation(ScopedModel):
    """That an organisation belongs to the network, was invited to it, or asked to join."""

    # Null until somebody of the organisation invited says yes: nothing is known of it before.
    member = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    # What was typed to invite it: a mail, or the address of a space, whether it exists or not.
    addressed_to = models.CharField(max_length=254, blank=True)
    state = models.CharField(max_length=10, choices=AffiliationState.choices)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "member"],
                condition=models.Q(state__in=["asked", "active"]),
                name="affiliation_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "addressed_to"],
                condition=models.Q(state="invited"),
                name="affiliation_invited_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(member=models.F("organisation")), name="affiliation_to_another"
            ),
            models.CheckConstraint(
                condition=models.Q(member__isnull=False) | models.Q(state__in=["invited", "ended"]),
                name="affiliation_of_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.addressed_to} {self.state}"


class Appeal(ScopedModel):
    """A call for proposals on a draft, put to chosen members and groups, until a date."""

    # Null once the draft was thrown away: what was proposed, and the replies, stay readable.
    draft = models.ForeignKey(
        "referentials.Draft", on_delete=models.SET_NULL, null=True, blank=True, related_name="appeals"
    )
    title = models.CharField(max_length=160)
    text = models.TextField(blank=True)
    opens_on = models.DateField(default=timezone.localdate)
    closes_on = models.DateField(null=True, blank=True)
    phase = models.CharField(max_length=10, choices=Phase.choices, default=Phase.PROPOSE)
    # The questionnaire by which groups vote, and what may be printed of it once it is over.
    round = models.ForeignKey(
        "participation.Round", on_delete=models.SET_NULL, null=True, blank=True, related_name="appeals"
    )
    ballots = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "id"]

    def __str__(self) -> str:
        return self.title


class AppealMember(ScopedModel):
    """A member chosen to take part in a call."""

    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="members")
    member = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["member__name", "id"]
        constraints = [models.UniqueConstraint(fields=["appeal", "member"], name="appeal_member_once")]

    def __str__(self) -> str:
        return str(self.member_id)


class AppealGroup(ScopedModel):
    """A group that takes part by a link, without an account."""

    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="groups")
    college = models.ForeignKey(
        "participation.College", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    name = models.CharField(max_length=80)
    # First half of the link; the second half is an HMAC of it.
    handle = models.CharField(max_length=8, unique=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Proposal(ScopedModel):
    """What a member, a group or the network itself proposes, and what was answered."""

    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=10, choices=ProposalKind.choices)
    # The item it is about, or the domain where a question would go; empty for the whole draft.
    target_id = models.CharField(max_length=80, blank=True)
    target_name = models.CharField(max_length=300, blank=True)
    wording = models.CharField(max_length=600, blank=True)
    levels = models.JSONField(default=list, blank=True)
    why = models.TextField(blank=True)
    # From whom: a member, or a group, or neither (the network itself).
    member = models.ForeignKey(
        "organisations.Organisation", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    group = models.ForeignKey(AppealGroup, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # The name that is shown, as it was told when it was sent.
    credit = models.CharField(max_length=200)
    # Always empty for a group: its people are not known, and no hour is kept.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    on = models.DateField(default=timezone.localdate)
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.OPEN)
    reply = models.TextField(blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    replied_on = models.DateField(null=True, blank=True)
    # The change of the draft that it became.
    change = models.ForeignKey(
        "referentials.DraftChange", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(group=None) | models.Q(by=None, member=None), name="proposal_of_a_group"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open") | ~models.Q(reply=""), name="proposal_replied"
            ),
        ]

    def __str__(self) -> str:
        return self.wording or self.why[:60]


class ProposalComment(ScopedModel):
    """A word in the discussion of a proposal."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField()
    member = models.ForeignKey(
        "organisations.Organisation", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    credit = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:60]


class ProposalVote(ScopedModel):
    """What one member says of a proposal, in its own name; groups vote by a questionnaire."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="votes")
    member = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    value = models.CharField(max_length=10, choices=VoteValue.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["proposal", "member"], name="proposal_vote_once")]

    def __str__(self) -> str:
        return self.value


class Committee(ScopedModel):
    """People who read a draft again before it is published, and how many must agree."""

    draft = models.ForeignKey(
        "referentials.Draft", on_delete=models.SET_NULL, null=True, blank=True, related_name="committees"
    )
    title = models.CharField(max_length=160)
    needed = models.PositiveSmallIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    # Why a pilot goes on without them, and for which revision of the draft.
    override_reason = models.TextField(blank=True)
    override_revision = models.PositiveIntegerField(null=True, blank=True)
    override_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    override_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(needed__gte=1), name="committee_needs_somebody"),
            models.CheckConstraint(
                condition=models.Q(override_revision=None) | ~models.Q(override_reason=""),
                name="committee_override_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Expert(ScopedModel):
    """Somebody asked to read a draft, until a date; they sign in with the address that was invited."""

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="experts")
    email = models.EmailField()
    name = models.CharField(max_length=120)
    until = models.DateField()

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint("committee", Lower("email"), name="expert_once")]

    def __str__(self) -> str:
        return self.name


class ReviewRound(ScopedModel):
    """A time during which experts read and answer."""

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    # The revision of the draft when it was opened.
    revision = models.PositiveIntegerField()
    opened_on = models.DateField(default=timezone.localdate)
    closes_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-number", "id"]
        constraints = [models.UniqueConstraint(fields=["committee", "number"], name="review_round_once")]

    def __str__(self) -> str:
        return str(self.number)


class Opinion(ScopedModel):
    """What an expert says of the draft as it was at a revision."""

    round = models.ForeignKey(ReviewRound, on_delete=models.CASCADE, related_name="opinions")
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="opinions")
    view = models.CharField(max_length=10, choices=View.choices)
    words = models.TextField(blank=True)
    revision = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "expert"], name="opinion_once"),
            models.CheckConstraint(
                condition=models.Q(view="agree") | ~models.Q(words=""), name="opinion_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.view


class Remark(ScopedModel):
    """What an expert says of one item, and what was answered."""

    round = models.ForeignKey(ReviewRound, on_delete=models.CASCADE, related_name="remarks")
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="remarks")
    item_id = models.CharField(max_length=80, blank=True)
    item_name = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:60]


class Sharing(ScopedModel):
    """That a version was handed to a member, and its pilots told."""

    version = models.ForeignKey(
        "referentials.ReferentialVersion", on_delete=models.CASCADE, related_name="sharings"
    )
    member = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "id"]
        constraints = [models.UniqueConstraint(fields=["version", "member"], name="sharing_once")]

    def __str__(self) -> str:
        return str(self.version_id)
