"""The whole site on one screen."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from voicelab.views import (
    attempt,
    board,
    draft,
    file,
    health,
    home,
    people,
    provider_account,
    sample,
    security,
    services,
    styleguide,
    voice,
    words,
    workspace,
)

in_workspace = [
    path("", board.board, name="board"),
    path("voices/new/", draft.new, name="voice_new"),
    path("voices/new/<uuid:pk>/speaker/", draft.speaker, name="draft_speaker"),
    path("voices/new/<uuid:pk>/services/", draft.services, name="draft_services"),
    path("voices/new/<uuid:pk>/recording/", draft.recording, name="draft_recording"),
    path("voices/new/<uuid:pk>/words/", words.words, name="draft_words"),
    path("voices/new/<uuid:pk>/save/", words.save, name="draft_save"),
    path("voices/new/<uuid:pk>/check/", draft.check, name="draft_check"),
    path("voices/new/<uuid:pk>/listen/", draft.listen, name="draft_listen"),
    path("voices/new/<uuid:pk>/discard/", draft.discard, name="draft_discard"),
    path("voices/<uuid:pk>/", voice.page, name="voice"),
    path("voices/<uuid:pk>/keep/", voice.keep, name="voice_keep"),
    path("voices/<uuid:pk>/delete/", voice.delete, name="voice_delete"),
    path("voices/<uuid:pk>/retrain/", voice.retrain, name="voice_retrain"),
    path("voices/<uuid:pk>/count/", voice.count, name="voice_count"),
    path("attempts/<uuid:pk>/", attempt.fragment, name="attempt"),
    path("attempts/<uuid:pk>/again/", attempt.again, name="attempt_again"),
    path("attempts/<uuid:pk>/check/", attempt.check, name="attempt_check"),
    path("voices/new/<uuid:pk>/sample/", sample.fragment, name="draft_sample"),
    path("voices/new/<uuid:pk>/part/", sample.part, name="draft_part"),
    path("voices/new/<uuid:pk>/raw/", sample.raw, name="draft_raw"),
    path("voices/new/<uuid:pk>/even/", sample.even, name="draft_even"),
    path("recordings/", sample.listing, name="sample_list"),
    path("recordings/<uuid:pk>/use/", sample.use, name="sample_use"),
    path("recordings/<uuid:pk>/delete/", sample.delete, name="sample_delete"),
    path("accounts/", provider_account.listing, name="account_list"),
    path("accounts/new/<str:provider>/", provider_account.add, name="account_new"),
    path("accounts/<uuid:pk>/", provider_account.change, name="account"),
    path("accounts/<uuid:pk>/check/", provider_account.check, name="account_check"),
    path("accounts/<uuid:pk>/archive/", provider_account.archive, name="account_archive"),
    path("accounts/<uuid:pk>/restore/", provider_account.restore, name="account_restore"),
    path("people/", people.people, name="people"),
    path("people/<int:pk>/role/", people.role, name="person_role"),
    path("people/<int:pk>/remove/", people.remove, name="person_remove"),
    path("invitations/<uuid:pk>/again/", people.invite_again, name="invitation_again"),
    path("invitations/<uuid:pk>/revoke/", people.revoke, name="invitation_revoke"),
    path("activity/", workspace.activity, name="activity"),
    path("settings/", workspace.settings, name="workspace_settings"),
]

handler404 = "voicelab.views.trouble.missing"
handler500 = "voicelab.views.trouble.broken"
urlpatterns = [
    path("", home.home, name="home"),
    path("language/", home.language, name="language"),
    path("services/", services.services, name="services"),
    path("profile/", home.profile, name="profile"),
    # Before allauth's own pages of the same addresses, which lead back to these.
    path("accounts/2fa/", security.page, name="security"),
    path("accounts/sessions/<int:pk>/end/", security.end_session, name="session_end"),
    path("accounts/", include("allauth.urls")),
    path("workspaces/new/", workspace.new, name="workspace_new"),
    path("invitations/<str:token>/", people.invitation, name="invitation"),
    path("w/<slug:slug>/", include(in_workspace)),
    path("files/<str:kind>/<uuid:pk>/", file.audio, name="file"),
    path("healthz", health.healthz, name="healthz"),
    path("admin/", admin.site.urls),
]
if settings.PRACTICE:
    urlpatterns.append(path("practice/", include("voicelab.practice.urls")))
if settings.DEBUG:
    urlpatterns.append(path("styleguide/", styleguide.page, name="styleguide"))
