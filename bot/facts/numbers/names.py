"""Name units, currencies and powers of ten in the six languages."""

from __future__ import annotations

import unicodedata
from types import MappingProxyType

CURRENCIES = MappingProxyType(
    {
        "US$": "USD",
        "$": "USD",
        "€": "EUR",
        "£": "GBP",
        "¥": "JPY",
        "CA$": "CAD",
        "C$": "CAD",
        "AU$": "AUD",
        "A$": "AUD",
        "NZ$": "NZD",
        "R$": "BRL",
        "₹": "INR",
        "₩": "KRW",
    }
)
"""Currency codes (ISO 4217) by their sign."""

SIGNS = MappingProxyType({"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"})
"""The signs that currencies are shown with; others are shown by their code."""

CODES = frozenset(
    {
        *("USD", "EUR", "GBP", "JPY", "CHF", "CAD", "AUD", "NZD", "BRL", "MXN", "ARS", "INR", "CNY", "KRW"),
        *("SEK", "NOK", "DKK", "ISK", "PLN", "CZK", "HUF"),
    }
)

_K, _M, _G, _T = 10**3, 10**6, 10**9, 10**12

SCALES = MappingProxyType(
    {
        **dict.fromkeys(("thousand", "k", "tausend", "tsd", "tsd.", "mille", "mila", "miles", "milliers"), (_K,)),
        **dict.fromkeys(("million", "millions", "m", "mio", "mio.", "mn", "mill.", "mln", "millionen"), (_M,)),
        **dict.fromkeys(("millon", "millones", "milhao", "milhoes", "milione", "milioni"), (_M,)),
        **dict.fromkeys(
            ("billion", "bn", "b", "milliarde", "milliarden", "mrd", "mrd.", "milliard", "milliards"), (_G,)
        ),
        **dict.fromkeys(
            ("md", "mds", "mil millones", "mil milhoes", "bilhao", "bilhoes", "miliardo", "miliardi"), (_G,)
        ),
        **dict.fromkeys(("mld", "mld.", "millardo", "millardos"), (_G,)),
        **dict.fromkeys(("billionen", "billon", "billones", "trillion", "tn", "mille miliardi"), (_T,)),
        "billions": (_G, _T),
        "mil": (_K, _M),
        "hundred": (100,),
        "dozen": (12,),
    }
)
"""The factors that these words stand for; several if the word means different numbers in two languages."""

_TIME = {
    "seconds": "second sec sec. secs s segundo segundos seconde secondes sekunde sekunden secondo secondi",
    "minutes": "minute min min. mins minuto minutos minuten minuti",
    "hours": "hour h hr hrs hora horas heure heures stunde stunden std std. ora ore",
    "days": "day dia dias jour jours tag tage tagen giorno giorni",
    "weeks": "week semana semanas semaine semaines woche wochen settimana settimane",
    "months": "month mes meses mois monat monate monaten mese mesi",
    "years": "year ano anos an ans annee annees jahr jahre jahren anno anni",
}
_SIZES = {
    "metres": "metre m meter meters metro metros metri metres",
    "kilometres": "kilometre km kilometer kilometers kilometro kilometros chilometro chilometri kilometres",
    "feet": "foot ft ft.",
    "%": "percent prozent",
    "USD": "dollar dollars us-dollar us-dollars dolar dolares dollaro dollari",
    "EUR": "euro euros",
    "GBP": "pounds",
}

UNITS = MappingProxyType(
    {
        **{name: unit for unit, names in {**_TIME, **_SIZES}.items() for name in names.split()},
        **dict.fromkeys(("per cent", "por ciento", "pour cent", "por cento", "per cento", "v. h."), "%"),
        **dict.fromkeys(("us dollars", "us dollar"), "USD"),
    }
)
"""The stored names of units, by their other names."""

SURE = frozenset({*_TIME, *_SIZES, *CODES}) - {"years"}
"""Units that rule out a date."""


def plain(text: str) -> str:
    """Fold a word for looking it up: lower case, no accents."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
