"""What the demo's brands have said in the last weeks, what people wrote under it, and how they were answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from smm.demo import pictures


@dataclass(frozen=True, slots=True)
class Caption:
    """The words of a post, its picture and what that shows."""

    text: str
    picture: Callable[[], bytes]
    alt: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a customer writes; `answer` "" is left for whoever tries the product."""

    text: str
    answer: str = ""


BAKU: Sequence[Caption] = (
    Caption(
        "Səhərin ilk fincanı: Efiopiya Yirqaçeff. Jasmin, limon, bir az bal. ☕️",
        pictures.cup,
        "Ürək naxışlı latte, yuxarıdan",
    ),
    Caption(
        "Bu gün qovurma günüdür. Qapıdan girəndə qoxunu duyacaqsınız.",
        pictures.bag,
        "Tünd yaşıl qəhvə kisəsi",
    ),
    Caption(
        "Balqabaqlı latte qayıtdı. Siropu özümüz bişiririk. 🎃", pictures.pumpkin, "İri narıncı balqabaq"
    ),
    Caption(
        "Şəkərbura və filtr qəhvə: həftə sonunun ən sakit cütlüyü.", pictures.pastry, "Boşqabda üç şəkərbura"
    ),
    Caption(
        "Barista Orxan soruşur: südü ayrıca verək, yoxsa latte-art edək?", pictures.cup, "Taxta masada fincan"
    ),
    Caption(
        "Nizami küçəsi, saat 19:00. Canlı gitara, giriş sərbəst.", pictures.evening, "Axşam işığında şəhər"
    ),
    Caption(
        "Evdə dəmləmə dərsi 3: suyun temperaturu niyə vacibdir? Karuseldə beş addım.",
        pictures.cup,
        "Fincan və çaynik",
    ),
    Caption(
        "Sizin şəkliniz: @leyla-h bizim pəncərənin kənarında. Sağ olun!",
        pictures.evening,
        "Pəncərə kənarında axşam",
    ),
    Caption("Yeni qab: özününkünü gətir, 15 % endirim al.", pictures.bag, "Kağız kisədə qəhvə"),
    Caption("Origin No. 4 bitmək üzrədir. Son 40 kisə, dükanda və saytda.", pictures.bag, "Qəhvə kisələri"),
)
ISTANBUL: Sequence[Caption] = (
    Caption(
        "Karaköy’de sabah: filtre kahve, simit ve Boğaz manzarası.", pictures.evening, "Deniz kenarında şehir"
    ),
    Caption(
        "Haftanın çekirdeği: Kolombiya Huila. Karamel ve kırmızı elma.",
        pictures.bag,
        "Koyu yeşil kahve paketi",
    ),
    Caption(
        "Balkabaklı latte geldi. Şurubu kendimiz yapıyoruz. 🎃", pictures.pumpkin, "İri turuncu balkabağı"
    ),
    Caption(
        "Demleme atölyesi cumartesi 15:00’te. Sekiz kişilik yerimiz var.", pictures.cup, "Ahşap masada fincan"
    ),
    Caption(
        "Bugün tatlımız şekerbura: Bakü’den tarif, İstanbul’dan fıstık.",
        pictures.pastry,
        "Tabakta üç şekerbura",
    ),
    Caption("Kendi bardağını getirene %15 indirim. Her gün, her şubede.", pictures.cup, "Latte, yukarıdan"),
    Caption("Akşam 23:00’e kadar açığız. Kitabını al gel.", pictures.evening, "Akşam ışığında sahil"),
    Caption("Yeni paketlerimiz geldi: içi aynı, dışı geri dönüşümlü.", pictures.bag, "Kahve paketleri"),
)
REMARKS: Mapping[str, Sequence[Remark]] = {
    "az": (
        Remark("Şənbə günü saat neçədə açılırsınız?", "Salam! Şənbə 9:00-dan 23:00-a qədər. Gözləyirik ☕️"),
        Remark("Bu qəhvəni saytdan sifariş etmək olur?"),
        Remark("Dadı möhtəşəm idi, təşəkkürlər!", "Çox sağ olun, yenə gəlin!"),
        Remark("Dünən sifarişim 40 dəqiqə gecikdi, məyus oldum."),
        Remark("Yulaf südü var?", "Bəli, yulaf, badam və kokos südümüz var."),
        Remark("Gəncəyə çatdırılma var?"),
        Remark("❤️❤️❤️"),
        Remark(
            "Origin No. 4-ü üyüdülmüş də satırsınız?", "Bəli, dəmləmə üsulunuzu yazın, ona görə üyüdürük."
        ),
    ),
    "tr": (
        Remark(
            "Atölyeye nasıl kayıt oluyoruz?",
            "Merhaba! Mesajla adınızı yazmanız yeterli, yerinizi ayırıyoruz.",
        ),
        Remark("Karaköy şubesinde laktozsuz süt var mı?"),
        Remark(
            "Kahve harikaydı ama müzik biraz yüksekti.",
            "Teşekkürler! Akşamları sesi kıstık, tekrar bekleriz.",
        ),
        Remark("Kargo kaç günde geliyor?"),
        Remark("En sevdiğim köşe 🧡"),
        Remark("Geçen hafta aldığım paketin öğütümü yanlıştı.", "Çok özür dileriz, yenisini gönderelim mi?"),
    ),
}
PEOPLE = (
    "leyla-h",
    "murad-a",
    "aysel-m",
    "tural-q",
    "deniz-k",
    "elif-s",
    "can-t",
    "sevda-r",
    "nihat-b",
    "gunay-i",
)
"""Customers' handles at the sandbox."""
