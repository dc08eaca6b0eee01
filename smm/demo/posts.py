"""What the demo's drafts say: days from today, wall time, text, picture and its description."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from smm.demo import pictures


@dataclass(frozen=True, slots=True)
class DemoPost:
    """One draft. `days` None has no time yet."""

    days: int | None
    time: str
    text: str
    picture: Callable[[], bytes]
    alt: str


POSTS = [
    DemoPost(
        1,
        "09:00",
        "Səhər 8:00, Nizami küçəsi. İlk fincan bizdən, gülüş səndən. ☕️\n\n#kəhrəba #bakıqəhvə",
        pictures.cup,
        "Taxta masada ürək naxışlı latte, yuxarıdan",
    ),
    DemoPost(
        2,
        "19:00",
        "Payız gəldi, balqabaqlı latte də. 🎃 Siropu özümüz bişiririk: Şəki balqabağı, darçın, bir az hil.\n\n"
        "#payızlatte",
        pictures.pumpkin,
        "Açıq fonda iri narıncı balqabaq",
    ),
    DemoPost(
        4,
        "18:30",
        "Boğaz’da gün batımı, elinde Kehribar. Karaköy şubemiz artık 23:00’e kadar açık.",
        pictures.evening,
        "Akşam ışığında deniz kenarında şehir",
    ),
    DemoPost(
        6,
        "12:00",
        "New in the shop: Kehreba Origin No. 4. Washed, bright, a little apricot. 250 g, roasted on Mondays.",
        pictures.bag,
        "A dark green bag of coffee beans on a yellow ground",
    ),
    DemoPost(
        None,
        "",
        "Şəkərbura + filtr qəhvə: həftə sonu cütlüyü. Sizcə, hansı dəmləmə daha çox yaraşır?",
        pictures.pastry,
        "Boşqabda üç şəkərbura",
    ),
]
