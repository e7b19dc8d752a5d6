"""Mail that the site writes, in the language of who asked for it."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from voicelab.models import Invitation


def mail_invitation(invitation: Invitation, *, token: str) -> None:
    """Raises OSError where the mail server cannot be reached (SMTPException is one)."""
    context = {
        "invitation": invitation,
        "link": settings.SITE_URL + reverse("invitation", args=[token]),
    }
    subject = render_to_string("mail/invitation_subject.txt", context).strip()
    text = render_to_string("mail/invitation.txt", context)
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [invitation.email])
