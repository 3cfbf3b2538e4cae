"""Who writes for others in a told year: a right given, what came by it, perhaps taken back."""

from datetime import timedelta

from django.utils import timezone

from marchepied.apps.listening.services import IdeaContent
from marchepied.apps.listening.services.relays import RelayContent, bring_idea, give_relay, revoke_relay
from marchepied.apps.places.selectors import find_commune
from marchepied.apps.restitution.services._demo_house import Stage


def give_relays(stage: Stage) -> None:
    """The relays of a story, where it tells of some."""
    for told in stage.told["registers"].get("relays", ()):
        commune = find_commune(told["commune"])
        if commune is None:  # communes are not loaded: a relais listens somewhere
            continue
        content = RelayContent(
            name=told["name"],
            standing=told["standing"],
            commune=commune,
            reach=told["reach"],
            until=timezone.localdate() + timedelta(days=told["days"]),
            takes_ideas=told.get("ideas", False),
            takes_complaints=told.get("complaints", False),
        )
        row = give_relay(organisation=stage.organisation, content=content, by=stage.pilot)
        for number, title in enumerate(told.get("brought", ())):
            bring_idea(relay=row, content=IdeaContent(title), nonce=f"{row.handle}-{number}")
        if told.get("revoked"):
            revoke_relay(relay=row, by=stage.pilot)
