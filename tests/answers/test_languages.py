"""Questions in Spanish, French, German, Portuguese and Italian find the facts that English ones do; others do not."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answers.answer import Outcome
from bot.answers.engine import Engine
from bot.data import data_folder
from bot.facts.packs.reading import read_pack
from tests.shipped import knowledge

TODAY = date(2026, 11, 22)

SPANISH = (
    ("¿Cuándo sale en cines Misión Imposible 7?", "mi7-release-us-release"),
    (
        "¿Para cuándo estaba previsto originalmente el estreno de MI7?",
        "mi7-release-us-release|mi7-release-history-original-date",
    ),
    ("¿Por qué se retrasó MI8 en 2023?", "mi8-release-history-reason-for-2023-delay"),
    ("¿En qué países se rodó Misión Imposible 8?", "mi8-location-countries"),
    ("¿Alguien sabe dónde grabaron el salto en moto desde el acantilado de MI7?", "mi7-location-motorcycle-cliff-jump"),
    ("¿Cuántas veces saltó Tom Cruise por el acantilado en MI7?", "mi7-stunt-number-of-takes"),
    ("¿Quién interpreta a Grace en Dead Reckoning?", "mi7-cast-grace"),
    ("¿Quién compuso la banda sonora de MI8?", "mi8-crew-composers"),
    ("¿Cuánto dura Misión Imposible 8?", "mi8-runtime-length"),
    ("¿Cuál fue el presupuesto de MI7?", "mi7-budget-cost"),
    ("¿Cuánto recaudó Misión Imposible 7 en taquilla?", "mi7-box-office-worldwide-gross"),
    ("¿Cuándo llega MI8 a las plataformas de streaming?", "mi8-home-release-streaming"),
    ("¿Cuándo salió el blu-ray de MI7?", "mi7-home-release-4k-blu-ray-dvd"),
    ("¿Cómo se llamaba antes MI8?", "mi8-title-former-title"),
    ("¿Qué comió Tom Cruise antes de las acrobacias de MI8?", "mi8-stunt-breakfast-before-stunts"),
    ("¿Cuándo se estrenó MI8 en Francia?", "mi8-release-france"),
)

FRENCH = (
    ("C'est quand la sortie de Mission Impossible 7 au cinéma ?", "mi7-release-us-release"),
    (
        "Quelle était la date de sortie prévue à l'origine pour MI7 ?",
        "mi7-release-us-release|mi7-release-history-original-date",
    ),
    ("Pourquoi MI8 a-t-il été repoussé en 2023 ?", "mi8-release-history-reason-for-2023-delay"),
    ("Dans quels pays MI8 a-t-il été tourné ?", "mi8-location-countries"),
    ("Où a été filmée la scène du désert de MI7 ?", "mi7-location-desert"),
    ("Combien de fois Tom Cruise a-t-il sauté de la falaise dans MI7 ?", "mi7-stunt-number-of-takes"),
    ("Quelle actrice joue Grace dans Dead Reckoning ?", "mi7-cast-grace"),
    ("Qui a composé la musique de MI8 ?", "mi8-crew-composers"),
    ("Quelle est la durée de MI8 ?", "mi8-runtime-length"),
    ("Combien a coûté Mission Impossible 7 ?", "mi7-budget-cost"),
    ("Combien MI7 a-t-il rapporté au box-office ?", "mi7-box-office-worldwide-gross"),
    ("MI8 arrive quand en streaming ?", "mi8-home-release-streaming"),
    ("Quand est-ce que le DVD de MI7 est sorti ?", "mi7-home-release-4k-blu-ray-dvd"),
    ("Comment s'appelait MI8 auparavant ?", "mi8-title-former-title"),
    ("Qui a réalisé Dead Reckoning ?", "mi7-crew-director"),
    ("Quand le tournage de MI8 a-t-il commencé ?", "mi8-filming-start"),
    ("Quelqu'un sait quand MI8 est sorti en Autriche ?", "mi8-release-austria"),
)

GERMAN = (
    ("Wann lief Mission Impossible 7 im Kino an?", "mi7-release-us-release"),
    ("Wann sollte MI7 ursprünglich erscheinen?", "mi7-release-us-release|mi7-release-history-original-date"),
    ("Weshalb wurde MI8 2023 verschoben?", "mi8-release-history-reason-for-2023-delay"),
    ("In welchen Ländern wurde MI8 gedreht?", "mi8-location-countries"),
    ("Weiß jemand, wo die Wüstenszenen von MI7 gedreht wurden?", "mi7-location-desert"),
    ("Wie oft ist Tom Cruise in MI7 von der Klippe gesprungen?", "mi7-stunt-number-of-takes"),
    ("Welche Schauspielerin spielt Grace in Dead Reckoning?", "mi7-cast-grace"),
    ("Wer hat die Filmmusik zu MI8 komponiert?", "mi8-crew-composers"),
    ("Wie lange geht MI8?", "mi8-runtime-length"),
    ("Wie hoch war das Budget von MI7?", "mi7-budget-cost"),
    ("Was hat MI7 weltweit eingespielt?", "mi7-box-office-worldwide-gross"),
    ("Ab wann kann man MI8 streamen?", "mi8-home-release-streaming"),
    ("Wann erschien MI7 auf Blu-ray?", "mi7-home-release-4k-blu-ray-dvd"),
    ("Wie hieß MI8 früher?", "mi8-title-former-title"),
    ("Wer führte bei Dead Reckoning Regie?", "mi7-crew-director"),
    ("Wann begannen die Dreharbeiten zu MI8?", "mi8-filming-start"),
    ("Wann kam MI8 in Österreich ins Kino?", "mi8-release-austria"),
)

PORTUGUESE = (
    ("Qual era a data original de lançamento de MI7?", "mi7-release-us-release|mi7-release-history-original-date"),
    ("Por que adiaram MI8 em 2023?", "mi8-release-history-reason-for-2023-delay"),
    ("Em quais países MI8 foi filmado?", "mi8-location-countries"),
    ("Alguém sabe onde gravaram as cenas do deserto de MI7?", "mi7-location-desert"),
    ("Quantas vezes Tom Cruise pulou do penhasco em MI7?", "mi7-stunt-number-of-takes"),
    ("Que atriz faz o papel de Grace em Dead Reckoning?", "mi7-cast-grace"),
    ("Quem compôs a trilha sonora de MI8?", "mi8-crew-composers"),
    ("Qual é a duração de MI8?", "mi8-runtime-length"),
    ("Quanto custou Missão Impossível 7?", "mi7-budget-cost"),
    ("Onde foi filmada a perseguição de biplano em MI8?", "mi8-location-biplane-chase"),
    ("Quanto pesava o traje de mergulho em MI8?", "mi8-stunt-weight-of-the-suit"),
    ("Quanto MI7 arrecadou nas bilheterias?", "mi7-box-office-worldwide-gross"),
    ("Quando é que MI8 chega ao streaming?", "mi8-home-release-streaming"),
    ("Quem é o realizador de Dead Reckoning?", "mi7-crew-director"),
    ("Quando começou a rodagem de MI8?", "mi8-filming-start"),
    ("Quando estreou MI8 em França?", "mi8-release-france"),
)

ITALIAN = (
    ("Quando è uscito Mission Impossible 7 nelle sale?", "mi7-release-us-release"),
    ("Qual era la data di uscita originaria di MI7?", "mi7-release-us-release|mi7-release-history-original-date"),
    ("Come mai MI8 è stato rinviato nel 2023?", "mi8-release-history-reason-for-2023-delay"),
    ("In quali paesi è stato girato MI8?", "mi8-location-countries"),
    ("Sapete dov'è stata girata la scena del deserto di MI7?", "mi7-location-desert"),
    ("Quante volte Tom Cruise è saltato dalla scogliera in MI7?", "mi7-stunt-number-of-takes"),
    ("Quale attrice interpreta Grace in Dead Reckoning?", "mi7-cast-grace"),
    ("Chi ha composto le musiche di MI8?", "mi8-crew-composers"),
    ("Quanto dura MI8?", "mi8-runtime-length"),
    ("Quanto è costato Mission Impossible 7?", "mi7-budget-cost"),
    ("Quanto ha incassato MI7 al botteghino?", "mi7-box-office-worldwide-gross"),
    ("Quando arriva MI8 in streaming?", "mi8-home-release-streaming"),
    ("Quando è uscito il blu-ray di MI7?", "mi7-home-release-4k-blu-ray-dvd"),
    ("Come si chiamava in precedenza MI8?", "mi8-title-former-title"),
    ("Chi ha diretto Dead Reckoning?", "mi7-crew-director"),
    ("Quando sono iniziate le riprese di MI8?", "mi8-filming-start"),
    ("Quand'è uscito MI8 in Francia?", "mi8-release-france"),
)

SHORT_PORTUGUESE = (
    ("Qual é a classificação indicativa de MI8?", "mi8-rating-mpa-rating"),
    ("Quando sai Missão Impossível 7 nos cinemas?", "mi7-release-us-release"),
    ("Quando saiu o blu-ray de MI7?", "mi7-home-release-4k-blu-ray-dvd"),
    ("Como se chamava MI8 antigamente?", "mi8-title-former-title"),
)
"""Questions whose few words Spanish or Italian have too."""

OTHER_SCRIPTS = (
    "ミッション:インポッシブルはいつ公開されますか",
    "Когда выходит новый фильм?",
    "متى يعرض الفيلم في السينما؟",
    "电影什么时候上映？",
    "Πότε βγαίνει η ταινία;",
    "फिल्म कब रिलीज़ होगी?",
)


@pytest.fixture(scope="module")
def engine() -> Engine:
    path = data_folder() / "packs" / "mission-impossible.json"
    pack = read_pack(path.read_bytes(), path.name)
    engine = Engine(knowledge())
    engine.load(pack.productions, pack.facts)
    return engine


@pytest.mark.parametrize(
    ("question", "fact"),
    [pair for language in (SPANISH, FRENCH, GERMAN, PORTUGUESE, ITALIAN) for pair in language],
    ids=lambda value: value,
)
def test_a_question_in_another_language_is_answered(engine: Engine, question: str, fact: str) -> None:
    answer = engine.ask(question, today=TODAY)
    assert answer.outcome is Outcome.ANSWER
    assert answer.parts[0].fact.id in fact.split("|")


@pytest.mark.parametrize(("question", "fact"), SHORT_PORTUGUESE)
def test_a_short_portuguese_question_is_not_taken_for_italian_or_spanish(
    engine: Engine, question: str, fact: str
) -> None:
    answer = engine.ask(question, today=TODAY)
    assert [part.fact.id for part in answer.parts] == [fact]


@pytest.mark.parametrize(
    "question",
    [question for language in (SPANISH, FRENCH, GERMAN, ITALIAN) for question, _ in language[1:2]],
)
def test_the_first_date_is_told_where_the_original_one_is_asked_for(engine: Engine, question: str) -> None:
    assert "23 July 2021" in engine.ask(question, today=TODAY).parts[0].text


@pytest.mark.parametrize("question", OTHER_SCRIPTS)
def test_another_script_is_an_honest_unknown(engine: Engine, question: str) -> None:
    assert engine.ask(question, today=TODAY).outcome is Outcome.UNKNOWN


def test_a_question_of_few_words_is_taken_to_be_in_the_language_of_who_asks(engine: Engine) -> None:
    told = engine.ask("mi7 estreno", today=TODAY, language="es", explain=True)
    assert told.explanation is not None
    assert dict(told.explanation.understood)["language"] == "es"
    assert [part.fact.id for part in told.parts] == ["mi7-release-us-release"]


def test_a_question_that_tells_its_language_is_not_taken_for_another(engine: Engine) -> None:
    told = engine.ask("when does mi7 come out", today=TODAY, language="de", explain=True)
    assert told.explanation is not None
    assert dict(told.explanation.understood)["language"] == "en"
