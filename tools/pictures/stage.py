"""Run the bot on a simulated Discord with the shipped pack, and keep what it sends."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from simcord.actors import MemberActor
from simcord.results import InteractionResult

from bot.answers.knowledge import Knowledge
from bot.data import lexicon_folder, shipped_packs
from bot.desk.runtime.tasks import Tasks
from tests.frontends.discord.world import World, last_in, reply, running, spawn_outside
from tools.pictures.seen import Names, Person, Seen

_COLOURS = ("#2a7f62", "#7a4fb5", "#b5566b", "#3f6fb5", "#a0742b", "#4d7d8c")


class Stage:
    """One server, some people, and every picture taken there."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.taken: list[Seen] = []
        self.moderator = world.moderator
        self._people: dict[str, MemberActor] = {}

    def fan(self, name: str) -> MemberActor:
        """Return a member by name, who is new here where nobody has that name."""
        if name not in self._people:
            self._people[name] = self.world.member(name)
        return self._people[name]

    async def ask(self, name: str, question: str) -> InteractionResult:
        """Somebody asks by command, a while after whatever was before."""
        self.world.clock.forward(minutes=3)
        return await self.fan(name).slash(self.world.channel, "ask", question=question)

    async def mention(self, picture: str, name: str, question: str) -> None:
        """Somebody asks by mention; the answer is a picture."""
        assert self.world.bot.user is not None
        self.world.clock.forward(minutes=3)
        mention = self.world.bot.user.mention
        await self.fan(name).send(self.world.channel, f"{mention} {question}")
        message = last_in(self.world.channel)
        components = tuple(each.to_dict() for each in message.components)
        self.taken.append(
            Seen(picture, components, by=self._person(name), said=f"{mention} {question}", content=message.content)  # type: ignore[arg-type]
        )

    def message(self, picture: str, shown: InteractionResult, used: str = "", by: str = "moderator") -> None:
        """A message as it stands now is a picture; ``used`` is the command, its options behind bars."""
        message = reply(shown)
        components = tuple(message.components)
        self.taken.append(
            Seen(picture, components, self._person(by), used=used, content=message.content, private=message.ephemeral)
        )

    def form(self, picture: str, shown: InteractionResult) -> None:
        """A form that opened is a picture."""
        assert shown.modal is not None, f"no form opened: {shown!r}"
        self.taken.append(Seen(picture, tuple(shown.modal["components"]), title=str(shown.modal["title"])))

    def names(self) -> Names:
        """Return what mentions stand for here."""
        backend = self.world.env.backend
        return Names(
            self.world.clock.now.timestamp(),
            people={str(key): user.name for key, user in backend.users.items()}
            | {str(backend.bot_user.id): "Callsheet"},
            roles={str(role.id): role.name for guild in backend.guilds.values() for role in guild.roles.values()},
            channels={str(key): channel.name or "" for key, channel in backend.channels.items()},
        )

    def _person(self, name: str) -> Person:
        known = ["moderator", *self._people]
        place = known.index(name) if name in known else len(known)
        return Person(name, _COLOURS[place % len(_COLOURS)])


@asynccontextmanager
async def stage() -> AsyncIterator[Stage]:
    """A stage on a fresh store that holds the shipped pack, at the fixed time of the tests."""
    knowledge, [pack, *_] = Knowledge.load(lexicon_folder()), shipped_packs()
    with TemporaryDirectory() as folder, patch.object(Tasks, "spawn", spawn_outside(Tasks.spawn)):
        async with running(Path(folder), knowledge, pack) as world:
            yield Stage(world)
