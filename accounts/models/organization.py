"""The tenant and the wall inside it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.user import Language, validate_zone
from core.tenancy.keys import WalledOneToOne
from core.tenancy.rows import Walled, WalledManager

TONES = 12


class Organization(models.Model):
    """A tenant. Its address is a door of kind organization."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(max_length=60)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Brand(Walled):
    """What people see from outside: its own zone, language and channels. Its address is a door of kind brand."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(max_length=60)
    zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_zone])
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.ENGLISH)
    tone = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = WalledManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "slug"], name="brand_slug"),
            models.CheckConstraint(name="brand_tone", condition=models.Q(tone__lt=TONES)),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The brand's home."""
        return f"/b/{self.slug}/"

    @property
    def initial(self) -> str:
        """One letter for the square avatar."""
        return self.name[:1]


class BrandPolicy(Walled):
    """What the brand demands. The gate in the database reads it: without this row approval is required."""

    brand = WalledOneToOne(Brand, models.CASCADE, related_name="policy")
    approval_required = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"policy of brand {self.brand_id}"
