"""Make long messages: a question among sentences that people say in a chat, about nothing that a store holds."""

from __future__ import annotations

from random import Random

SENTENCES = (
    "Hi everyone, I am new here and still finding my way around.",
    "Sorry if this has been asked a hundred times before.",
    "I scrolled up for about ten minutes and gave up.",
    "My sister and I have been arguing about this all weekend.",
    "She says I remember it wrong, and she is usually right about these things.",
    "We ordered pizza and it was cold when it arrived, but never mind.",
    "Honestly I should be asleep by now, I have work in the morning.",
    "My phone keeps changing my words, so excuse the typos.",
    "I told my flatmate about this server and he joined yesterday.",
    "He mostly lurks, but he reads everything.",
    "The weather here is awful, so we stayed in all day.",
    "Our cat walked over the keyboard twice while I was writing this.",
    "I tried the pinned messages first, as the rules say.",
    "There was a link there, but it only showed an error page for me.",
    "Anyway, thanks in advance to whoever knows.",
    "No rush at all, I will look again tomorrow.",
    "I used to have a notebook for these things when I was a kid.",
    "Then we moved house and I never found that box again.",
    "My dad still laughs at me for caring so much.",
    "Some people collect stamps, I collect useless knowledge.",
    "I asked the same thing somewhere else and people only made jokes.",
    "One of them sent me a picture of a potato.",
    "This place is a lot friendlier, I must say.",
    "I am on the train right now and the signal is terrible.",
    "If the message appears twice, please delete one of them.",
    "We are planning a quiet evening with snacks and blankets.",
    "Everybody gets to pick once, and my turn comes last as always.",
    "I promised to find out before we start, so here I am.",
    "Maybe it is in an interview that I missed.",
    "I do not read the news much these days, it only makes me grumpy.",
    "My English is not the best, I hope that you get what I mean.",
    "A friend of a friend claims to know, but I do not believe him.",
    "He also claimed that he once met a ghost, so there is that.",
    "Please be kind, I have had a long day.",
    "Right, enough rambling, you have better things to do.",
)


def message(question: str, length: int, seed: int) -> str:
    """Return a message of at most ``length`` characters with a question somewhere in it, or none if it is empty."""
    random = Random(seed)
    asked = f"{question.rstrip(' ?')}?" if question else ""
    sentences: list[str] = []
    left = length - len(asked)
    while True:
        # Of a long message the sentences come again, as nobody has that many to offer.
        sentence = random.choice(SENTENCES)
        left -= len(sentence) + 1
        if left < 0:
            break
        sentences.append(sentence)
    if asked:
        sentences.insert(random.randint(0, len(sentences)), asked)
    return " ".join(sentences)
