"""People. An operator may block one; who may use the admin site is for superusers; passwords are nobody's."""

from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from voicelab.admin.acting import record
from voicelab.admin.evidence import Evidence
from voicelab.admin.showing import moment_of
from voicelab.admin.workspace import Members
from voicelab.models import User

joined = moment_of("date_joined", _("joined"))
last_signed_in = moment_of("last_login", _("last signed in"))
RIGHTS = ("is_staff", "groups")


class Memberships(Members):
    fields: ClassVar[Any] = ("workspace", *Members.fields[1:])
    readonly_fields: ClassVar[Any] = fields
    verbose_name_plural = _("workspaces")


@admin.register(User)
class UserAdmin(Evidence):
    list_display = ("email", "name", "is_active", "is_staff", joined, last_signed_in)
    list_filter = ("is_active", "is_staff")
    hidden = ("password",)
    ordering = ("-date_joined",)
    sortable_by = ("email", joined)
    search_fields = ("email", "name")
    search_help_text = _("A part of the e-mail address or the name.")
    fields = (
        "email",
        "address_confirmed",
        "name",
        "language",
        "time_zone",
        joined,
        last_signed_in,
        "is_active",
        "is_staff",
        "is_superuser",
        "groups",
    )
    inlines = (Memberships,)
    links = (
        (_("Attempts"), "cloneattempt", "requested_by__exact"),
        (_("What they did"), "event", "actor__exact"),
        (_("Events"), "event", "subject_id"),
    )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Of others: nobody blocks themselves, and only a superuser touches a superuser."""
        allowed: bool = request.user.has_perm("voicelab.change_user")
        if obj is None or not allowed:
            return allowed
        return obj.pk != request.user.pk and (request.user.is_superuser or not obj.is_superuser)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        open_fields = {"is_active", *(RIGHTS if request.user.is_superuser else ())}
        return [field for field in self.fields if field not in open_fields]

    def save_model(self, request: HttpRequest, obj: User, form: "ModelForm[User]", change: bool) -> None:
        """Only what was changed is written, so that what the person does at the same moment stays."""
        changed = [field for field in ("is_active", "is_staff") if field in form.changed_data]
        if changed:
            obj.save(update_fields=changed)
        if "is_active" in changed:
            kind = "user.unblocked" if obj.is_active else "user.blocked"
            record(request, kind=kind, subject_kind="user", subject_id=obj.pk)

    def save_related(
        self, request: HttpRequest, form: "ModelForm[User]", formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        if set(RIGHTS).intersection(form.changed_data):
            groups = list(form.instance.groups.values_list("name", flat=True))
            record(
                request,
                kind="user.rights",
                subject_kind="user",
                subject_id=form.instance.pk,
                staff=form.instance.is_staff,
                groups=groups,
            )

    @admin.display(description=_("address confirmed"), boolean=True)
    def address_confirmed(self, user: User) -> bool:
        return bool(EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists())
