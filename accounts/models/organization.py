"""The tenant and the wall inside it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.user import Language, validate_zone
from core.tenancy.keys import WalledOneToOne
from core.tenancy.rows import Walled, WalledManager

TONES = 12
LATE_MINUTES = 120
LONGEST_LATE_MINUTES = 7 * 24 * 60


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


class Late(models.TextChoices):
    """What becomes of a post that could not go out within `late_minutes` after its time."""

    PUBLISH = "publish", _("Publish it anyway")
    HOLD = "hold", _("Hold it and ask")
    EXPIRE = "expire", _("Let it expire")


class BrandPolicy(Walled):
    """What the brand demands. The gate in the database reads it: without this row approval is required."""

    brand = WalledOneToOne(Brand, models.CASCADE, related_name="policy")
    approval_required = models.BooleanField(default=True)
    late_action = models.CharField(max_length=8, choices=Late, default=Late.HOLD, db_default=Late.HOLD)
    late_minutes = models.PositiveIntegerField(default=LATE_MINUTES, db_default=LATE_MINUTES)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="brandpolicy_late",
                condition=models.Q(late_minutes__gte=1, late_minutes__lte=LONGEST_LATE_MINUTES),
            ),
        ]

    def __str__(self) -> str:
        return f"policy of brand {self.brand_id}"
