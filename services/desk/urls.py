"""The addresses of the desk, below /beheer/."""

from django.urls import path

from services.desk import (
    boundaries,
    checking,
    coverage,
    importing,
    invitations,
    people,
    records,
    registry,
    start,
    undone,
    work_area,
)

urlpatterns = [
    path("", start.start, name="desk_start"),
    path("ik/", start.oneself, name="desk_oneself"),
    path("organisaties/", records.records, name="desk_records"),
    path("organisaties/<slug:slug>/", records.record, name="desk_record"),
    path("organisaties/<slug:slug>/eigenaar/", records.owner, name="desk_record_owner"),
    path("organisaties/<slug:slug>/controle/", checking.check, name="desk_check"),
    path("organisaties/<slug:slug>/klopt-nog/", checking.still_holds, name="desk_still_holds"),
    path("organisaties/<slug:slug>/werkgebied/", work_area.work_area, name="desk_work_area"),
    path("organisaties/<slug:slug>/historie/", undone.history, name="desk_history"),
    path("organisaties/<slug:slug>/historie/<int:number>/ongedaan/", undone.take_back, name="desk_take_back"),
    path("dekking/", coverage.coverage, name="desk_coverage"),
    path("gemeenten/", boundaries.boundaries, name="desk_boundaries"),
    path("gemeenten/nieuw/", boundaries.new, name="desk_boundary_new"),
    path("gemeenten/<int:pk>/", boundaries.boundary, name="desk_boundary"),
    path("gemeenten/<int:pk>/ongedaan/", boundaries.take_back, name="desk_boundary_take_back"),
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
    *(page.pattern for page in registry.pages),
]
