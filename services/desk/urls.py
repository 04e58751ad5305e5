"""The addresses of the desk, below /beheer/."""

from django.urls import path

from services.desk import checking, drafts, editing, importing, invitations, people, presence, records, start, undone

urlpatterns = [
    path("", start.start, name="desk_start"),
    path("ik/", start.oneself, name="desk_oneself"),
    path("organisaties/", records.records, name="desk_records"),
    path("organisaties/nieuw/", editing.new, name="desk_new"),
    path("organisaties/nieuw/voorbeeld/", editing.preview_new, name="desk_preview_new"),
    path("organisaties/nieuw/tussentijds/", drafts.keep_typed_new, name="desk_autosave_new"),
    path("organisaties/<slug:slug>/", records.record, name="desk_record"),
    path("organisaties/<slug:slug>/wijzigen/", editing.edit, name="desk_edit"),
    path("organisaties/<slug:slug>/wijzigen/voorbeeld/", editing.preview, name="desk_preview"),
    path("organisaties/<slug:slug>/wijzigen/tussentijds/", drafts.keep_typed, name="desk_autosave"),
    path("organisaties/<slug:slug>/wijzigen/aanwezig/", presence.presence, name="desk_presence"),
    path("organisaties/<slug:slug>/eigenaar/", records.owner, name="desk_record_owner"),
    path("organisaties/<slug:slug>/controle/", checking.check, name="desk_check"),
    path("organisaties/<slug:slug>/klopt-nog/", checking.still_holds, name="desk_still_holds"),
    path("organisaties/<slug:slug>/historie/", undone.history, name="desk_history"),
    path("organisaties/<slug:slug>/historie/<int:number>/ongedaan/", undone.take_back, name="desk_take_back"),
    path("concepten/", drafts.drafts, name="desk_drafts"),
    path("concepten/<int:pk>/weg/", drafts.throw_away, name="desk_draft_away"),
    path("import/", importing.files, name="desk_files"),
    path("import/<int:pk>/", importing.plan, name="desk_plan"),
    path("import/<int:pk>/inlezen/", importing.apply, name="desk_plan_apply"),
    path("import/<int:pk>/ongedaan/", importing.take_back_file, name="desk_plan_take_back"),
    path("mensen/", people.people, name="desk_people"),
    path("mensen/uitnodigen/", people.invite, name="desk_invite"),
    path("mensen/uitnodiging/<int:pk>/intrekken/", people.withdraw, name="desk_withdraw"),
    path("mensen/<int:pk>/", people.person, name="desk_person"),
    path("mensen/<int:pk>/rechten/", people.rights, name="desk_person_rights"),
    path("mensen/<int:pk>/beeindigen/", people.end, name="desk_person_end"),
    path("mensen/<int:pk>/overdragen/", people.hand_over, name="desk_person_hand_over"),
    path("uitnodiging/<str:token>/", invitations.invitation, name="desk_invitation"),
    path("uitnodiging/<str:token>/account/", invitations.invitation_account, name="desk_invitation_account"),
]
