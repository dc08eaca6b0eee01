"""The demo's conversations: people ask about coffee in three languages, some were answered, some wait."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.access import by
from accounts.models import Brand, User
from connections.models import Channel
from connections.models.channel import Health
from core.text import fold
from inbox.models import Conversation, Label, Message, SavedReply, SlaPolicy
from inbox.services import handling, ingest, noting
from networks.base import Identity
from networks.conversing import Heard, Said, Spot

DAYS = 28
ANSWERED = 0.82
LONGEST_LEFT = timedelta(days=2)
OFFICE = [[540, 1200]] * 5 + [[600, 1080]] * 2


@dataclass(frozen=True, slots=True)
class Talk:
    """What a customer says, and what we answer."""

    name: str
    question: str
    answer: str


TALKS = (
    Talk("Leyla Həsənova", "Halal sertifikatınız varmı? Uşaqlar üçün soruşuram.", "Salam, Leyla! Bəli, var."),
    Talk("Mert Demir", "Galata şubesinde priz var mı, çalışmaya geleceğim", "Merhaba Mert! Her masada var."),
    Talk(
        "Aysel Quliyeva", "Sifarişim iki gündür gəlmir, nə baş verir?", "Üzr istəyirik! Nömrəni yazın, baxaq."
    ),
    Talk("James Whitfield", "Do you ship the Kenya beans to Tbilisi?", "Hi James! Yes, twice a week."),
    Talk("Zeynep Yıldız", "O kadar güzeldi ki ertesi gün yine geldim", "Ne güzel! Yarın da bekleriz."),
    Talk("Rəşad Əhmədov", "Köpük belə necə alınır? Reseptini yazın da", "Sirr deyil: 60 dərəcə və səbir."),
    Talk("Çağla Bulut", "Brunch için rezervasyon gerekiyor mu?", "Hafta sonu için evet, buradan yazın."),
    Talk("Elvin Nəbiyev", "Gəncliyə nə vaxt açılırsınız?", "Noyabrın 2-də, gözləyirik!"),
    Talk("İpek Koç", "Balkabaklı olan vegan mı acaba", "Yulaf sütüyle evet."),
    Talk("Orxan Məmmədli", "Yığım kartım işləmir", "Yoxladıq, indi işləyir. Bir də baxın."),
    Talk("Sara Lind", "Is the washed Ethiopia back?", "From Monday on!"),
    Talk("Nərmin Abbasova", "Dekaf var?", "Var, filtr və espresso."),
)
SAVED = (
    (
        "Halal sertifikat",
        "az",
        "Salam, {first_name|dost}! Bəli, bütün dənələrimiz və siroplarımız halal sertifikatlıdır.",
    ),
    ("Tərkib və allergen", "az", "Siroplarımızda: balqabaq, darçın, hil. Qoz-fındıq yoxdur."),
    ("Kargo", "tr", "Merhaba {first_name|}! Siparişiniz 1-2 gün içinde yola çıkar."),
    ("Shipping", "en", "Hi {first_name|there}! We ship twice a week; it takes three days."),
)
LABELS = (("Sual", 4), ("Şikayət", 1), ("Sifariş", 7))


def fill(brand: Brand, author: User, rng: random.Random) -> int:
    """Four weeks of conversations on the brand's channels; returns how many. Ask inside the brand's scope.

    A brand without a channel gets what does not need one: labels, saved replies, business hours.
    """
    settle(brand, author)
    channels = list(Channel.objects.filter(brand=brand).exclude(state=Health.DISCONNECTED).order_by("pk"))
    if not channels:
        return 0
    now = timezone.now()
    for channel in channels:
        ingest.take_in(channel, _heard(channel, now, rng))
    handle(brand, author, rng)
    return Conversation.objects.filter(brand=brand).count()


def settle(brand: Brand, author: User) -> None:
    """Labels, saved replies, and a promise to answer within business hours."""
    owned = {"organization_id": brand.organization_id, "brand": brand}
    SlaPolicy.objects.get_or_create(
        **owned, defaults={"first_answer_minutes": 60, "hours": OFFICE, "holidays": []}
    )
    Label.objects.bulk_create(
        [Label(**owned, name=name, key=fold(name), tone=tone) for name, tone in LABELS], ignore_conflicts=True
    )
    rows = [
        SavedReply(**owned, title=title, language=language, text=text, used=40 - 9 * number, author=author)
        for number, (title, language, text) in enumerate(SAVED)
    ]
    SavedReply.objects.bulk_create(rows, ignore_conflicts=True)


def _heard(channel: Channel, now: datetime, rng: random.Random) -> Sequence[Heard]:
    """Each talk on some days; the newest of them wait."""
    us = Identity(channel.remote_id, channel.handle, channel.name, channel.url)
    heard: list[Heard] = []
    for number in range(2 * len(TALKS)):
        talk = TALKS[number % len(TALKS)]
        is_new = number < 5
        age = (
            timedelta(minutes=rng.randrange(3, 50))
            if is_new
            else timedelta(hours=rng.randrange(5, DAYS * 24))
        )
        asked = _said(channel, f"q{number}", talk, now - age)
        heard.append(asked)
        if not is_new and rng.random() < ANSWERED:
            heard.append(_answered(asked, us, talk, rng))
    return heard


def _said(channel: Channel, key: str, talk: Talk, at: datetime) -> Heard:
    handle = fold(talk.name).replace(" ", ".")
    return Heard(
        spot=Spot(f"demo-{channel.pk}-{key}"),
        kind=Said.COMMENT,
        author=Identity(f"demo-{handle}", handle, talk.name, ""),
        text=talk.question,
        said_at=at,
        url="",
        thread=Spot(f"demo-{channel.pk}-post-{key}"),
        parent=Spot(f"demo-{channel.pk}-post-{key}"),
    )


def _answered(asked: Heard, us: Identity, talk: Talk, rng: random.Random) -> Heard:
    return Heard(
        spot=Spot(f"{asked.spot.remote_id}-a"),
        kind=Said.REPLY,
        author=us,
        text=talk.answer,
        said_at=asked.said_at + timedelta(minutes=rng.randrange(2, 95)),
        url="",
        thread=asked.thread,
        parent=asked.spot,
        is_own=True,
    )


def handle(brand: Brand, author: User, rng: random.Random) -> None:
    """Some are done, also all that nobody answered for days: no team leaves a question for weeks. One has a note."""
    rows = Conversation.objects.filter(brand=brand, state=Conversation.State.WAITING).order_by("pk")
    done = [row.pk for row in rows if rng.random() < 0.6]
    left = Conversation.objects.filter(brand=brand, first_unanswered_at__lt=timezone.now() - LONGEST_LEFT)
    handling.close([*done, *left.values_list("pk", flat=True)], by=by(author))
    newest = Conversation.objects.filter(brand=brand, first_unanswered_at__isnull=False)
    first = newest.select_related("brand").order_by("-last_message_at").first()
    if first is not None and Message.objects.filter(conversation=first).exists():
        noting.add(first, "Sertifikat may ayında yeniləndi, PDF Media-dadır.", author=author, by=by(author))
