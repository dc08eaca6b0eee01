"""Stand-ins, limits by team, what an invitation gives, and offers of ownership."""

from __future__ import annotations

import core.tenancy.keys
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("accounts", "0008_sessions_and_tries"),
    ]

    operations = [
        migrations.CreateModel(
            name="OwnershipOffer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("expires_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                            ("expired", "Expired"),
                        ],
                        max_length=9,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="invitation",
            name="all_brands",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="invitation",
            name="brand_ids",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), blank=True, db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="by_teams",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="invitation",
            name="language",
            field=models.CharField(
                blank=True,
                choices=[("en", "English"), ("tr", "Türkçe"), ("az", "Azərbaycanca")],
                db_default="",
                max_length=5,
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="message",
            field=models.CharField(blank=True, db_default="", max_length=1000),
        ),
        migrations.AddField(
            model_name="invitation",
            name="sent_at",
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        ),
        migrations.AddField(
            model_name="invitation",
            name="team_ids",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), blank=True, db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="away_from",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="away_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="by_teams",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="membership",
            name="stand_in",
            field=core.tenancy.keys.WalledKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="accounts.membership",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stand_in", None), models.Q(("stand_in", models.F("id")), _negated=True), _connector="OR"
                ),
                name="membership_never_her_own_stand_in",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("away_from", None), ("away_until", None)),
                    models.Q(
                        ("away_from__isnull", False),
                        models.Q(
                            ("away_until", None), ("away_until__gt", models.F("away_from")), _connector="OR"
                        ),
                    ),
                    _connector="OR",
                ),
                name="membership_away_is_whole",
            ),
        ),
        migrations.AddField(
            model_name="ownershipoffer",
            name="giver",
            field=core.tenancy.keys.WalledKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="accounts.membership",
            ),
        ),
        migrations.AddField(
            model_name="ownershipoffer",
            name="organization",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="accounts.organization",
            ),
        ),
        migrations.AddField(
            model_name="ownershipoffer",
            name="taker",
            field=core.tenancy.keys.WalledKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="accounts.membership",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownershipoffer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("organization",),
                name="ownershipoffer_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownershipoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(("giver", models.F("taker")), _negated=True),
                name="ownershipoffer_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownershipoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("outcome", "")),
                    models.Q(("ended_at__isnull", False), models.Q(("outcome", ""), _negated=True)),
                    _connector="OR",
                ),
                name="ownershipoffer_end_is_whole",
            ),
        ),
    ]
