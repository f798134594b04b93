"""Addresses of the back office: reviewers, directors and editors of items."""

from __future__ import annotations

from django.urls import path

from yunchuang.web.backoffice import items_views, views

app_name = "backoffice"
urlpatterns = [
    path("", views.cases, name="cases"),
    path("figures/", views.figures, name="figures"),
    path("papers/<str:code>.pdf", views.paper, name="paper"),
    path("items/", items_views.items, name="items"),
    path("directory/", items_views.directory, name="directory"),
    path("new-item/", items_views.make, name="item-new"),
    path("items/<str:code>/", items_views.item, name="item"),
    path("items/<str:code>/save/<str:section>/", items_views.save, name="item-save"),
    path("items/<str:code>/check/", items_views.check, name="item-check"),
    path("items/<str:code>/send-back/", items_views.send_back, name="item-send-back"),
    path("items/<str:code>/publish/", items_views.publish, name="item-publish"),
    path("items/<str:code>/drop/", items_views.drop, name="item-drop"),
    path("items/<str:code>/withdraw/", items_views.withdraw, name="item-withdraw"),
    path("items/<str:code>/versions/<int:older>/<int:newer>/", items_views.compared, name="item-compared"),
    path("cases/<str:number>/", views.case, name="case"),
    path("cases/<str:number>/part/", views.case_part, name="case-part"),
    path("cases/<str:number>/decide/", views.decide, name="decide"),
    path("cases/<str:number>/mark/", views.mark, name="mark"),
    path("cases/<str:number>/unmark/", views.unmark, name="unmark"),
    path("cases/<str:number>/ask-correction/", views.ask_correction, name="ask-correction"),
    path("cases/<str:number>/accept/", views.accept, name="accept"),
    path("cases/<str:number>/decline/", views.decline, name="decline"),
]
