"""Addresses of the back office: reviewers and directors."""

from __future__ import annotations

from django.urls import path

from yunchuang.web.backoffice import course_views, rating_views, supervision_views, views

app_name = "backoffice"
urlpatterns = [
    path("", views.cases, name="cases"),
    path("figures/", views.figures, name="figures"),
    path("ratings/", rating_views.ratings, name="ratings"),
    path("ratings/<int:follow_up_id>/", rating_views.rating, name="rating"),
    path("ratings/<int:follow_up_id>/contact/", rating_views.contact, name="rating-contact"),
    path("ratings/<int:follow_up_id>/answer/", rating_views.answer, name="rating-answer"),
    path("ratings/<int:follow_up_id>/reopen/", rating_views.reopen, name="rating-reopen"),
    path("ratings/<int:follow_up_id>/close/", rating_views.close, name="rating-close"),
    path("ratings/<int:follow_up_id>/exclude/", rating_views.exclude, name="rating-exclude"),
    path("supervision/", supervision_views.supervision, name="supervision"),
    path("supervision/<int:supervision_id>/answer/", supervision_views.answer, name="answer-supervision"),
    path("papers/<str:code>.pdf", views.paper, name="paper"),
    path("cases/<str:number>/", views.case, name="case"),
    path("cases/<str:number>/part/", views.case_part, name="case-part"),
    path("cases/<str:number>/decide/", views.decide, name="decide"),
    path("cases/<str:number>/mark/", views.mark, name="mark"),
    path("cases/<str:number>/unmark/", views.unmark, name="unmark"),
    path("cases/<str:number>/ask-correction/", views.ask_correction, name="ask-correction"),
    path("cases/<str:number>/accept/", views.accept, name="accept"),
    path("cases/<str:number>/certificate/withdraw/", views.withdraw_certificate, name="certificate-withdraw"),
    path("cases/<str:number>/decline/", views.decline, name="decline"),
    path("cases/<str:number>/return/", course_views.return_materials, name="return"),
    path("cases/<str:number>/pause/", course_views.pause, name="pause"),
    path("cases/<str:number>/resume/", course_views.resume, name="resume"),
    path("cases/<str:number>/extension/ask/", course_views.ask_extension, name="ask-extension"),
    path("cases/<str:number>/extension/answer/", course_views.answer_extension, name="answer-extension"),
    path("cases/<str:number>/terminate/", course_views.terminate, name="terminate"),
    path("cases/<str:number>/deliver/", course_views.deliver, name="deliver"),
    path("cases/<str:number>/archive/", course_views.archive, name="archive"),
]
