"""Writes of the tenancy: spaces, their people, and the people's own accounts."""

from marchepied.apps.organisations.services.accounts import (
    create_person,
    delete_person,
    sign_out_everywhere,
    update_person,
)
from marchepied.apps.organisations.services.people import (
    accept_invitation,
    change_role,
    invite_member,
    remove_member,
    withdraw_invitation,
)
from marchepied.apps.organisations.services.serving import set_served
from marchepied.apps.organisations.services.spaces import (
    add_site,
    create_organisation,
    delete_organisation,
    remove_site,
    set_activities,
    set_purposes,
    set_vocabulary,
    update_profile,
    update_site,
)

__all__ = [
    "accept_invitation",
    "add_site",
    "change_role",
    "create_organisation",
    "create_person",
    "delete_organisation",
    "delete_person",
    "invite_member",
    "remove_member",
    "remove_site",
    "set_activities",
    "set_purposes",
    "set_served",
    "set_vocabulary",
    "sign_out_everywhere",
    "update_person",
    "update_profile",
    "update_site",
    "withdraw_invitation",
]
