"""Inviting people, their roles, and the workspace they meet in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from voicelab.models import Role, Workspace

ROLES = [
    (Role.VIEWER, _("Viewer: looks and listens")),
    (Role.EDITOR, _("Editor: makes voices, too")),
    (Role.OWNER, _("Owner: also holds services, people, settings and money")),
]


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        error_messages={
            "required": _("Write the address to invite."),
            "invalid": _("This is no e-mail address."),
        },
    )
    role = forms.ChoiceField(label=_("What they may do"), choices=ROLES, initial=Role.EDITOR)


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=ROLES)


class WorkspaceForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    class Meta:
        model = Workspace
        fields = ["name", "editors_may_spend"]
        labels = {"name": _("Name"), "editors_may_spend": _("Editors may spend money")}
        help_texts = {
            "editors_may_spend": _(
                "While this is off, only owners buy: keep a voice, use one to be sure that it was made, and make one "
                "where the account names a fee for it. Editors make, hear, retrain and delete voices either way."
            ),
        }
        widgets = {"editors_may_spend": forms.CheckboxInput(attrs={"class": "switch"})}


class NewWorkspaceForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    class Meta:
        model = Workspace
        fields = ["name"]
        labels = {"name": _("Name of the workspace")}
        help_texts = {"name": _("As the team calls itself.")}
