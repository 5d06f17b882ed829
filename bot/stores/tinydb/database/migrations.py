"""The layout of a store's file: a schema version, and the named migrations that brought the file to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.messages import _
from bot.stores.protocol import StoreTooNew
from bot.stores.tinydb.database.storage import Json, Tables
from bot.stores.tinydb.files.errors import damaged

META = "_callsheet"
"""The table that says what the file is; its only document has the id 1."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One named change of layout; ``apply`` changes the tables in place. Never renamed, never removed."""

    name: str
    apply: Callable[[Tables], None]


@dataclass(frozen=True, slots=True)
class Schema:
    """What a kind of file looks like: the migrations that lead to it, in order. Its version is their number."""

    kind: str
    migrations: Sequence[Migration]

    @property
    def version(self) -> int:
        """The version that this program writes, from 1."""
        return len(self.migrations)

    def create(self) -> Tables:
        """The tables of a new file."""
        tables: Tables = {META: {"1": {"kind": self.kind, "schema": 0, "migrations": []}}}
        self._apply(tables, 0)
        return tables

    def upgrade(self, tables: Tables, path: Path) -> bool:
        """Bring tables to this version; whether anything was to be done.

        Raises:
            StoreTooNew: a later version of this program wrote them.
            StoreDamaged: they are not of this kind at all.
        """
        held = self._held(tables, path)
        if held == self.version:
            return False
        self._apply(tables, held)
        return True

    def _held(self, tables: Tables, path: Path) -> int:
        meta = tables.get(META, {}).get("1")
        if meta is None:
            wrong = _("it isn't a Callsheet store: the table {table} is missing").format(table=META)
            raise damaged(path, wrong)
        kind, held = meta.get("kind"), meta.get("schema")
        if kind != self.kind:
            raise damaged(
                path, _("it contains {found!r}, not {wanted!r}; check STORE_URL").format(found=kind, wanted=self.kind)
            )
        if not isinstance(held, int) or held < 1:
            wrong = _('table "{table}": the schema version {found!r} is not a number from 1')
            raise damaged(path, wrong.format(table=META, found=held))
        if held > self.version:
            raise StoreTooNew(
                _(
                    "{file} has schema version {found}; this program supports up to {known}. "
                    "Install the version that wrote it, or a later one. Nothing was changed."
                ).format(file=path, found=held, known=self.version)
            )
        names = [record.get("name") for record in meta.get("migrations", ()) if isinstance(record, dict)]
        known = [migration.name for migration in self.migrations[:held]]
        if names != known:
            wrong = _('table "{table}": the recorded migrations are {found}, not {known}')
            raise damaged(path, wrong.format(table=META, found=names, known=known))
        return held

    def _apply(self, tables: Tables, held: int) -> None:
        meta = tables[META]["1"]
        for version, migration in enumerate(self.migrations[held:], start=held + 1):
            migration.apply(tables)
            meta["schema"] = version
            meta["migrations"].append({"name": migration.name, "at": datetime.now(UTC).isoformat(timespec="seconds")})


def _tables(*names: str) -> Callable[[Tables], None]:
    def create(tables: Tables) -> None:
        empty: dict[str, dict[str, Json]] = {name: {} for name in names}
        tables.update(empty)

    return create


FACTS = Schema("facts", (Migration("0001-facts-with-history", _tables("productions", "facts", "history")),))
DOCUMENTS = Schema("documents", (Migration("0001-collections", _tables()),))
