"""Where somebody tells, without an account, what went wrong."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from marchepied.apps.listening.enums import RegisterKind
from marchepied.apps.listening.selectors.channels import contacts_in, speaks_of_danger
from marchepied.apps.listening.selectors.tracking import code_of_complaint
from marchepied.apps.listening.services import receive_complaint
from marchepied.web.listening.finding import current_language, with_door
from marchepied.web.listening.forms.complaints import ComplaintForm
from marchepied.web.listening.gestures import add_refusal
from marchepied.web.listening.sending import check_sender, hidden_fields, read_nonce
from marchepied.web.shared.posted import posted_data

READ = "lu"  # the numbers were shown, and the person goes on


# The code in the address is the right to write and no session stands behind it: no cookie is laid.
@csrf_exempt
@with_door(RegisterKind.COMPLAINTS, "listen_code")
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest, register: Any, group: Any, code: str) -> HttpResponse:
    """Five fields; words of danger first show whom to call, then let the person go on."""
    form = ComplaintForm(posted_data(request))
    warned = False
    if request.method == "POST" and form.is_valid():
        content = form.content()
        warned = speaks_of_danger(content.what, content.when_where, content.wanted)
        if READ in request.POST or not warned:
            try:
                check_sender(request, "listen_by_link")
                row = receive_complaint(register=register, content=content, nonce=read_nonce(request))
            except ValidationError as refusal:
                add_refusal(form, refusal)
            else:
                return redirect(reverse("listening:follow", args=[code_of_complaint(row)]) + "?envoi=1")
    context = {
        "register": register,
        "organisation": register.organisation,
        "code": code,
        "form": form,
        "warned": warned,
        "read_name": READ,
        "contacts": contacts_in(current_language()),
        **hidden_fields(request),
    }
    return render(request, "listening/tell.html", context, status=422 if form.errors else 200)
