"""The tenant and the wall inside it."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.quiet import QuietHours, quiet_hours_whole
from accounts.models.user import Language, validate_zone
from core.tenancy.keys import WalledOneToOne
from core.tenancy.rows import Walled, WalledManager

TONES = 12
validate_colour = RegexValidator(
    r"^#[0-9a-f]{6}\Z", _("Write a colour as # and six digits or letters a to f.")
)
LATE_MINUTES = 120
LONGEST_LATE_MINUTES = 7 * 24 * 60


class Organization(QuietHours):
    """A tenant. Its address is a door of kind organization. `logo` is the sha256 of a stored picture, "" for none.

    Language, zone and quiet hours are what new people, brands and mails begin with.
    """

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(max_length=60)
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.ENGLISH)
    zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_zone])
    logo = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [quiet_hours_whole("organization_quiet_hours")]

    def __str__(self) -> str:
        return self.name


class BrandsManager(WalledManager):
    """Brands that are not in the trash."""

    def get_queryset(self) -> models.QuerySet[Brand]:
        """Those of the organization."""
        return super().get_queryset().filter(trashed_at=None)


class TrashedBrands(WalledManager):
    """Brands in the trash."""

    def get_queryset(self) -> models.QuerySet[Brand]:
        """Those of the organization."""
        return super().get_queryset().exclude(trashed_at=None)


class Brand(QuietHours, Walled):
    """What people see from outside: its own zone, language and channels. Its address is a door of kind brand.

    `accent` is the brand's own colour as #rrggbb for what carries its face (mails, previews), "" for none; `logo` the
    sha256 of a stored picture. Quiet hours that are not set are the organization's. `is_demo`: made with example data.
    `talks_to_client`: what is said about a post is for the client too, unless its writer chooses the team.
    """

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(max_length=60)
    zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_zone])
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.ENGLISH)
    tone = models.PositiveSmallIntegerField(default=0)
    accent = models.CharField(_("colour"), max_length=7, blank=True, validators=[validate_colour])
    logo = models.CharField(max_length=64, blank=True)
    is_demo = models.BooleanField(default=False, db_default=False)
    talks_to_client = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    trashed_at = models.DateTimeField(null=True, blank=True)

    objects = BrandsManager()
    trash = TrashedBrands()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "slug"], name="brand_slug"),
            models.CheckConstraint(name="brand_tone", condition=models.Q(tone__lt=TONES)),
            quiet_hours_whole("brand_quiet_hours"),
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


class ReplyApproval(models.TextChoices):
    """Whose replies need a yes before they go out."""

    NONE = "none", _("Nobody's")
    OTHERS = "others", _("Those of people who may not approve themselves")
    ALL = "all", _("Everybody's")


class BrandPolicy(Walled):
    """What the brand demands. The gate in the database reads it: without this row approval is required."""

    brand = WalledOneToOne(Brand, models.CASCADE, related_name="policy")
    approval_required = models.BooleanField(default=True)
    reply_approval = models.CharField(
        max_length=6, choices=ReplyApproval, default=ReplyApproval.ALL, db_default=ReplyApproval.ALL
    )
    late_action = models.CharField(max_length=8, choices=Late, default=Late.HOLD, db_default=Late.HOLD)
    late_minutes = models.PositiveIntegerField(default=LATE_MINUTES, db_default=LATE_MINUTES)
    alt_required = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="brandpolicy_late",
                condition=models.Q(late_minutes__gte=1, late_minutes__lte=LONGEST_LATE_MINUTES),
            ),
        ]

    def __str__(self) -> str:
        return f"policy of brand {self.brand_id}"
