"""Addresses of the back office: reviewers and directors."""

from __future__ import annotations

from django.urls import path

from yunchuang.web.backoffice import views

app_name = "backoffice"
urlpatterns = [
    path("", views.cases, name="cases"),
    path("figures/", views.figures, name="figures"),
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
]
