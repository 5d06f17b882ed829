"""Define the schema version of a store's file, and the named migrations that lead to it."""

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
"""Table with the kind and schema version of the file. Its only document has the id 1."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One named migration. ``apply`` changes the tables in place. Never rename or remove one."""

    name: str
    apply: Callable[[Tables], None]


@dataclass(frozen=True, slots=True)
class Schema:
    """The schema of one kind of file: its migrations, in order. Its version is the number of migrations."""

    kind: str
    migrations: Sequence[Migration]

    @property
    def version(self) -> int:
        """Version that this program writes, from 1."""
        return len(self.migrations)

    def create(self) -> Tables:
        """Return the tables of a new file."""
        tables: Tables = {META: {"1": {"kind": self.kind, "schema": 0, "migrations": []}}}
        self._apply(tables, 0)
        return tables

    def upgrade(self, tables: Tables, path: Path) -> bool:
        """Migrate tables to this version, and return whether that changed anything.

        Raises:
            StoreTooNew: a later version of this program wrote them.
            StoreDamaged: they aren't tables of this kind.
        """
        found = self._version_in(tables, path)
        if found == self.version:
            return False
        self._apply(tables, found)
        return True

    def _version_in(self, tables: Tables, path: Path) -> int:
        meta = tables.get(META, {}).get("1")
        if meta is None:
            message = _("it isn't a Callsheet store: the table {table} is missing").format(table=META)
            raise damaged(path, message)
        kind, found = meta.get("kind"), meta.get("schema")
        if kind != self.kind:
            raise damaged(
                path, _("it contains {found!r}, not {wanted!r}; check STORE_URL").format(found=kind, wanted=self.kind)
            )
        if not isinstance(found, int) or found < 1:
            message = _('table "{table}": the schema version {found!r} is not a number from 1')
            raise damaged(path, message.format(table=META, found=found))
        if found > self.version:
            raise StoreTooNew(
                _(
                    "{file} has schema version {found}; this program supports up to {known}. "
                    "Install the version that wrote it, or a later one. Nothing was changed."
                ).format(file=path, found=found, known=self.version)
            )
        names = [record.get("name") for record in meta.get("migrations", ()) if isinstance(record, dict)]
        known = [migration.name for migration in self.migrations[:found]]
        if names != known:
            message = _('table "{table}": the recorded migrations are {found}, not {known}')
            raise damaged(path, message.format(table=META, found=names, known=known))
        return found

    def _apply(self, tables: Tables, version_found: int) -> None:
        meta = tables[META]["1"]
        for version, migration in enumerate(self.migrations[version_found:], start=version_found + 1):
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
