"""Connect one fact store and one engine with every feature that front ends offer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

from bot.desk.access.gate import Gate
from bot.desk.access.settings import SettingsDesk
from bot.desk.asking.autocomplete import Autocomplete
from bot.desk.asking.conversations import Conversations
from bot.desk.asking.guarded_engine import GuardedEngine
from bot.desk.asking.labels import Labels
from bot.desk.asking.popularity import Popularity
from bot.desk.asking.question_log import QuestionLog
from bot.desk.asking.rate_limit import RateLimiter
from bot.desk.asking.service import Asking
from bot.desk.cards.spoilers import Spoilers
from bot.desk.editing.editor import Curating
from bot.desk.editing.freshness import Freshness
from bot.desk.editing.history import History
from bot.desk.editing.merge import Merging
from bot.desk.editing.preview import Previewer
from bot.desk.editing.production_changes import ProductionChanges
from bot.desk.editing.productions import Productions
from bot.desk.editing.undo import Undo
from bot.desk.moderation.digest import Digests
from bot.desk.moderation.digest_schedule import COLLECTION as DIGESTS
from bot.desk.moderation.outbox import Notices
from bot.desk.moderation.queue import Queue
from bot.desk.moderation.suggestions import Suggesting
from bot.desk.packs.exchange import PackDesk
from bot.desk.packs.seeding import commit_packs, read_packs
from bot.desk.privacy.retention import Leftovers, Retention
from bot.desk.privacy.traces import People
from bot.desk.runtime.clock import Clock, utc_now
from bot.desk.runtime.tasks import Tasks
from bot.desk.runtime.write_behind import WriteBehind
from bot.desk.state.catalogue import Catalogue
from bot.desk.state.intent_log import IntentLog
from bot.desk.state.ledger import Changes, Ledger
from bot.desk.state.locks import FactLocks
from bot.facts.places.gazetteer import Gazetteer, country_names
from bot.facts.topics import Topics, shipped_topics
from bot.stores.protocol import Contents, DocumentStore, FactStore

if TYPE_CHECKING:
    from bot.answers.caching import Cache
    from bot.answers.engine import Engine
    from bot.stores.opening import Stores


class Desk:
    """The API for front ends. Its attributes are features, each with one concern. Create it with `open`.

    Every feature gets what it needs through its constructor.
    """

    def __init__(
        self, facts: FactStore, documents: DocumentStore, engine: Engine, clock: Clock, topics: Topics
    ) -> None:
        self.clock = clock
        self.engine = engine
        self.topics = topics
        self.answers = GuardedEngine(engine)
        self.store = facts
        self.documents = documents
        self.tasks = Tasks()
        self.write_behind = WriteBehind(documents, self.tasks)
        self.catalogue = Catalogue()
        self.autocomplete = Autocomplete(self.catalogue)
        self.changes = Changes(self.tasks)
        self.ledger = Ledger(facts, self.catalogue, (self.answers, self.autocomplete), self.changes, clock)
        self.settings = SettingsDesk(documents, self.catalogue)
        self.spoilers = Spoilers(self.catalogue, lambda scope: self.settings.in_scope(scope).spoiler_policy)
        self.question_log = QuestionLog(documents, self.write_behind, clock)
        self.popularity = Popularity(documents, self.write_behind, clock)
        labels = Labels(topics.labels)
        self.conversations = Conversations(clock, title_of=self.spoilers.title, topic_name=labels.topic)
        self.limits = RateLimiter(clock)
        self.people = People(facts, self.spoilers)
        self.asking = Asking(
            answers=self.answers,
            catalogue=self.catalogue,
            settings=self.settings,
            spoilers=self.spoilers,
            question_log=self.question_log,
            popularity=self.popularity,
            autocomplete=self.autocomplete,
            conversations=self.conversations,
            limits=self.limits,
            labels=labels,
            clock=clock,
        )
        self._create_moderation()
        self._register_traces()
        self._register_retention()

    def _create_moderation(self) -> None:
        """Create the features for moderators. Each of their methods checks the actor's permissions."""
        clock, catalogue, ledger, answers = self.clock, self.catalogue, self.ledger, self.answers
        log, popularity, settings, documents = self.question_log, self.popularity, self.settings, self.documents
        gate, locks, gazetteer = Gate(settings, catalogue), FactLocks(), Gazetteer()
        previewer = Previewer(
            answers=answers, catalogue=catalogue, spoilers=self.spoilers, popularity=popularity, clock=clock
        )
        self.production_changes = changed = ProductionChanges(documents)
        self.notices = notices = Notices(documents, clock)
        self.intents = intents = IntentLog(documents, self.store)
        self.curating = curating = Curating(
            gate=gate,
            ledger=ledger,
            catalogue=catalogue,
            previewer=previewer,
            locks=locks,
            gazetteer=gazetteer,
            topics=self.topics,
            clock=clock,
        )
        self.productions = Productions(gate=gate, ledger=ledger, catalogue=catalogue, locks=locks)
        self.history = History(gate=gate, ledger=ledger, catalogue=catalogue)
        self.merging = Merging(gate=gate, ledger=ledger, catalogue=catalogue, locks=locks)
        self.undo = Undo(gate=gate, ledger=ledger, catalogue=catalogue, locks=locks, production_changes=changed)
        self.suggesting = suggesting = Suggesting(
            documents=documents,
            gate=gate,
            catalogue=catalogue,
            curating=curating,
            notices=notices,
            intents=intents,
            settings=settings,
            clock=clock,
        )
        self.queue = Queue(
            gate=gate,
            log=log,
            suggesting=suggesting,
            curating=curating,
            notices=notices,
            intents=intents,
            catalogue=catalogue,
            answers=answers,
            clock=clock,
        )
        self.freshness = freshness = Freshness(
            gate=gate, catalogue=catalogue, curating=curating, clock=clock, topics=self.topics
        )
        self.digests = Digests(
            gate=gate,
            catalogue=catalogue,
            ledger=ledger,
            queue=self.queue,
            popularity=popularity,
            freshness=freshness,
            clock=clock,
        )
        self.packs = PackDesk(
            gate=gate,
            ledger=ledger,
            catalogue=catalogue,
            production_changes=changed,
            gazetteer=gazetteer,
            clock=clock,
        )

    def _register_traces(self) -> None:
        features = (self.question_log, self.conversations, self.limits, self.settings, self.suggesting, self.notices)
        for feature in features:
            self.people.register(feature)

    def _register_retention(self) -> None:
        """Register what is deleted when a server has left, with settings last, and what is deleted after some time."""
        scoped = (self.question_log, self.popularity, self.suggesting, self.notices, self.settings)
        self.retention = Retention(
            self.documents,
            self.clock,
            (
                self.ledger,
                self.production_changes,
                self.queue,
                *scoped,
                Leftovers(self.documents, DIGESTS),
            ),
            lambda: {scope for each in (self.catalogue, *scoped) for scope in each.scopes()},
            self.write_behind.flush,
        )
        for each in (self.question_log, self.suggesting, self.notices):
            self.retention.expires(each.expire)

    @classmethod
    async def open(
        cls,
        stores: Stores,
        engine: Engine,
        *,
        packs: Sequence[Path] = (),
        load_packs: bool = True,
        topics: Topics | None = None,
        clock: Clock = utc_now,
    ) -> Self:
        """Return a desk that is ready to answer.

        Args:
            stores: the open stores. `close` closes them.
            packs: the packs that an empty fact store is filled from, each as one change by ``pack:<id>``.
            load_packs: False for a store that an import is about to fill.
            topics: the topic registry, by default the shipped one.

        Raises:
            StoreError: the store can't be read or written; the message says what to do.
            PackError, Invalid: a pack isn't valid; nothing was loaded.
        """
        desk = cls(stores.facts, stores.documents, engine, clock, topics or shipped_topics())
        contents = await stores.facts.load()
        if load_packs and packs and not contents.facts and not contents.productions:
            await commit_packs(stores.facts, await asyncio.to_thread(read_packs, packs), clock())
            contents = await stores.facts.load()
        await desk.settings.load()
        await desk.question_log.load()
        await desk.popularity.load()
        await desk.notices.load()
        await desk.intents.load()
        await desk.suggesting.load()
        await desk.queue.load()
        await desk.production_changes.clean_up(stores.facts)
        await desk.retention.load()
        await asyncio.to_thread(desk._fill, contents, stores.cache)
        stores.facts.watch(desk.ledger.apply_external)
        return desk

    def _fill(self, contents: Contents, cache: Cache | None) -> None:
        """Load everything into memory. Runs in a thread, because a large store takes seconds."""
        self.catalogue.load(contents.productions, contents.facts)
        self.answers.load(contents.productions, contents.facts, cache)
        self.autocomplete.load(contents.facts)
        country_names()

    async def close(self) -> None:
        """Stop background tasks, write what is queued, and close the stores. May be called twice.

        Raises:
            StoreUnwritable: queued documents couldn't be written; the stores are closed anyway.
        """
        try:
            self.write_behind.stop()
            await self.tasks.close()
            await self.write_behind.flush()
        finally:
            await self.documents.close()
            await self.store.close()
