"""Addresses of the back office: reviewers, directors and editors of items."""

from __future__ import annotations

from django.urls import path

from yunchuang.web.backoffice import course_views, items_views, situation_views, supervision_views, views, word_views

app_name = "backoffice"
urlpatterns = [
    path("", views.cases, name="cases"),
    path("figures/", views.figures, name="figures"),
    path("supervision/", supervision_views.supervision, name="supervision"),
    path("supervision/<int:supervision_id>/answer/", supervision_views.answer, name="answer-supervision"),
    path("items/<str:code>/situations/", situation_views.tree, name="situations"),
    path("items/<str:code>/situations/question/", situation_views.put_question, name="situation-question"),
    path("items/<str:code>/situations/question/drop/", situation_views.drop_question, name="situation-question-drop"),
    path("items/<str:code>/situations/then/", situation_views.put_consequence, name="situation-consequence"),
    path("items/<str:code>/situations/then/drop/", situation_views.drop_consequence, name="situation-consequence-drop"),
    path("words/", word_views.words, name="words"),
    path("words/put/", word_views.put, name="words-put"),
    path("words/switch/", word_views.switch, name="words-switch"),
    path("words/settle/", word_views.settle, name="words-settle"),
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
    path("cases/<str:number>/return/", course_views.return_materials, name="return"),
    path("cases/<str:number>/pause/", course_views.pause, name="pause"),
    path("cases/<str:number>/resume/", course_views.resume, name="resume"),
    path("cases/<str:number>/extension/ask/", course_views.ask_extension, name="ask-extension"),
    path("cases/<str:number>/extension/answer/", course_views.answer_extension, name="answer-extension"),
    path("cases/<str:number>/terminate/", course_views.terminate, name="terminate"),
    path("cases/<str:number>/deliver/", course_views.deliver, name="deliver"),
    path("cases/<str:number>/archive/", course_views.archive, name="archive"),
]
