"""Addresses of what is decided on a topic."""

from django.urls import URLPattern, path

from marchepied.web.deliberation.views import deciding, exports, imports, polls

TOGETHER = "e/<slug:space>/ensemble/"
TOPIC = f"{TOGETHER}<uuid:topic>/"
PROPOSAL = f"{TOGETHER}propositions/<uuid:motion>/"

DECIDE: list[URLPattern] = [
    path(f"{TOGETHER}importer/", imports.bring, name="import"),
    path(f"{TOGETHER}importer/<uuid:transfer>/", imports.progress, name="import-progress"),
    path(f"{TOGETHER}importer/<uuid:transfer>/arreter/", imports.give_up, name="import-give-up"),
    path(f"{TOPIC}resultat.csv", exports.as_csv, name="result-csv"),
    path(f"{TOPIC}resultat.json", exports.as_json, name="result-json"),
    path(f"{TOPIC}votes.zip", exports.as_votes, name="votes-zip"),
    path(f"{TOPIC}decider/", deciding.deciding, name="deciding"),
    path(f"{TOPIC}decider/repondre/", deciding.reply_send, name="reply"),
    path(f"{TOPIC}propositions/ajouter/", deciding.proposal_new, name="proposal-new"),
    path(f"{TOPIC}decisions/ajouter/", deciding.decision_new, name="decision-new"),
    path(PROPOSAL, polls.proposal, name="proposal"),
    path(f"{PROPOSAL}changer/", deciding.proposal_edit, name="proposal-edit"),
    path(f"{PROPOSAL}retirer/", deciding.proposal_withdraw, name="proposal-withdraw"),
    path(f"{PROPOSAL}amender/", polls.amendment_add, name="amendment-add"),
    path(f"{PROPOSAL}se-prononcer/", polls.poll_open, name="poll-open"),
    path(f"{TOGETHER}amendements/<uuid:amendment>/", polls.amendment_settle, name="amendment"),
    path(f"{TOGETHER}avis/<uuid:poll>/compter/", polls.poll_close, name="poll-close"),
    path(f"{TOGETHER}avis/<uuid:poll>/annuler/", polls.poll_cancel, name="poll-cancel"),
    path(f"{TOGETHER}avis/<uuid:poll>/objections/", polls.objection_add, name="objection-add"),
    path(f"{TOGETHER}objections/<uuid:objection>/", polls.objection_answer, name="objection"),
    path(f"{TOGETHER}decisions/<uuid:decision>/", deciding.decision_edit, name="decision"),
    path(f"{TOGETHER}decisions/<uuid:decision>/retirer/", deciding.decision_delete, name="decision-delete"),
    path(f"{TOGETHER}decisions/<uuid:decision>/agir/", deciding.decision_act, name="decision-act"),
]
