"""Sign-in by a code sent by mail: allauth's process, the same for known and unknown addresses.

Whether an address has an account cannot be told from the page. The account of a new person is made when
the code is typed, so an address that nobody reads never becomes one.
"""

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from marchepied.apps.organisations.selectors import find_person
from marchepied.apps.organisations.services import create_person
from marchepied.core import mail


class SignInProcess(LoginCodeVerificationProcess):
    """A code sent and not yet typed, kept in the session of the browser that asked for it."""

    @classmethod
    def start(cls, request: HttpRequest, email: str) -> "SignInProcess":
        """Send a code to this address and remember it."""
        person = find_person(email)
        login = Login(user=person, email=email)
        login.state["stages"] = {"current": LoginByCodeStage.key}
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        stage.state.update(cls.initial_state(user=person, email=email), initiated_by_user=True)
        process = cls(stage)
        process.send()
        process.persist()
        return process

    @classmethod
    def find(cls, request: HttpRequest) -> "SignInProcess | None":
        """The code that this browser waits for; None when there is none or it is too old."""
        stage = LoginStageController.enter(request, LoginByCodeStage.key)
        if stage is None:
            return None
        process = cls(stage)
        return process if process.is_valid() else None

    @property
    def email(self) -> str:
        return self.state["email"]

    @property
    def attempts_left(self) -> int:
        return self.max_attempts - self.state["failed_attempts"]

    def send_by_email(self, email: str, skip_enumeration_mails: bool = False) -> None:
        """The same mail whether or not the address is known; none to a person who was closed out."""
        if self.user is not None and not self.user.is_active:
            return
        self.state["code"] = get_adapter().generate_login_code()
        language = getattr(self.user, "language", "") or translation.get_language() or "fr"
        mail.send(
            "account_code",
            to=email,
            language=language,
            context={
                "code": self.state["code"],
                "minutes": app_settings.LOGIN_BY_CODE_TIMEOUT // 60,
                "is_new": self.user is None,
            },
        )

    def resend(self) -> None:
        """Send another code; the one before no longer works."""
        self.send()
        self.record_resend()
        self.persist()

    def finish(self, redirect_url: str | None) -> HttpResponse:
        """Sign the person in, whose access is made if it is the first time."""
        if self.user is None:
            self._user = create_person(email=self.email, language=translation.get_language() or "")
            self.stage.login.user = self._user
        return super().finish(redirect_url)
