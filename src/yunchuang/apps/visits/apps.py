from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "yunchuang.apps.visits"
    label = "visits"
    default_auto_field = "django.db.models.BigAutoField"
