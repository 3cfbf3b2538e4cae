"""Addresses of networks: the network's own, a member's, then those that need no space."""

from django.urls import URLPattern, path

from marchepied.web.networks.views import (
    appeals,
    calendar,
    committees,
    group_links,
    groups,
    members,
    network,
    proposals,
    reading,
    sharing,
    taking_part,
)

_NETWORK = "e/<slug:space>/reseau/"
_DRAFT = _NETWORK + "brouillons/<uuid:draft>/"
_APPEAL = _NETWORK + "appels/<uuid:appeal>/"
_COMMITTEE = _NETWORK + "comites/<uuid:committee>/"
_MEMBER = "e/<slug:space>/reseaux/"
_SHARED = _MEMBER + "<uuid:shared_appeal>/"
_GROUP = "appel/<str:group_code>/"

app_name = "networks"
urlpatterns: list[URLPattern] = [
    path(_NETWORK, network.show_network, name="network"),
    path(_NETWORK + "inviter/", network.invite, name="invite"),
    path(_NETWORK + "<uuid:affiliation>/accepter/", network.accept, name="accept"),
    path(_NETWORK + "<uuid:affiliation>/fin/", network.end, name="end"),
    path(_NETWORK + "partager/<uuid:version>/", sharing.share, name="share"),
    path(_DRAFT, appeals.show_writing, name="writing"),
    path(_DRAFT + "appel/", appeals.open_new, name="appeal-new"),
    path(_DRAFT + "comite/", committees.open_new, name="committee-new"),
    path(_APPEAL, appeals.show_appeal, name="appeal"),
    path(_APPEAL + "suite/", appeals.go_on, name="appeal-next"),
    path(_APPEAL + "retour/", calendar.go_back, name="appeal-back"),
    path(_APPEAL + "date/", calendar.change_date, name="appeal-date"),
    path(_APPEAL + "groupes/<uuid:appeal_group>/", group_links.show_link, name="group-link"),
    path(_APPEAL + "groupes/<uuid:appeal_group>/affiche.pdf", group_links.poster, name="group-poster"),
    path(_APPEAL + "groupes/<uuid:appeal_group>/changer/", group_links.renew, name="group-renew"),
    path(_APPEAL + "histoire/", appeals.show_history, name="appeal-history"),
    path(_APPEAL + "proposer/", proposals.add, name="propose"),
    path(_APPEAL + "<uuid:proposal>/", proposals.show_proposal, name="proposal"),
    path(_APPEAL + "<uuid:proposal>/reprendre/", proposals.take_up, name="merge"),
    path(_COMMITTEE, committees.show_committee, name="committee"),
    path(_COMMITTEE + "inviter/", committees.invite, name="expert-invite"),
    path(_COMMITTEE + "personnes/<uuid:expert>/fin/", committees.end, name="expert-end"),
    path(_COMMITTEE + "lecture/", committees.change_reading, name="committee-reading"),
    path(_COMMITTEE + "passer-outre/", committees.override, name="committee-override"),
    path(_COMMITTEE + "<uuid:remark>/", committees.answer, name="remark"),
    path(_MEMBER, members.list_networks, name="networks"),
    path(_MEMBER + "<uuid:invited>/accepter/", members.accept, name="network-accept"),
    path(_MEMBER + "<uuid:own_affiliation>/quitter/", members.leave, name="network-leave"),
    path(_SHARED, taking_part.show_appeal, name="shared-appeal"),
    path(_SHARED + "proposer/", taking_part.add, name="shared-propose"),
    path(_SHARED + "<uuid:shared_proposal>/", taking_part.show_proposal, name="shared-proposal"),
    path("reseaux/rejoindre/<str:door_token>/", members.enter, name="door"),
    path(_GROUP, groups.show_appeal, name="group"),
    path(_GROUP + "proposer/", groups.add, name="group-propose"),
    path("comites/", reading.list_readings, name="readings"),
    path("comites/<uuid:committee>/", reading.show_reading, name="reading"),
    path("comites/<uuid:committee>/remarque/", reading.add_remark, name="reading-remark"),
]
