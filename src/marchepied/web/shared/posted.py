"""What a form was sent with."""

from django.http import HttpRequest, QueryDict


def posted_data(request: HttpRequest) -> QueryDict | None:
    """The data of a POST, even empty, so that the form is checked; None for a page merely opened."""
    return request.POST if request.method == "POST" else None
