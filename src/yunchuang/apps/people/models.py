"""Who someone is: accounts of citizens and staff, and the codes they sign in with."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q


class Account(AbstractBaseUser):
    """A person who can sign in: a citizen by phone and code, staff by name and password."""

    login = models.CharField(max_length=40, unique=True)  # citizens: the phone number; staff: the staff number
    kind = models.CharField(max_length=8)
    name = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "login"
    objects = BaseUserManager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(kind__in=["citizen", "staff"]), name="people_kind")]


class SignInCode(models.Model):
    """A code sent to a phone; only its hash is kept."""

    phone = models.CharField(max_length=20, db_index=True)
    device = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=128)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)


class SignInPause(models.Model):
    """Failures of one device on one login: nobody can lock out another person's device."""

    login = models.CharField(max_length=40)
    device = models.CharField(max_length=64)
    failures = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["login", "device"], name="people_one_pause_a_device")]


class Message(models.Model):
    """A message to a person, kept as the in-app inbox; the way out (SMS) is a job."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    phone = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    text = models.TextField()
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    gave_up_at = models.DateTimeField(null=True)
