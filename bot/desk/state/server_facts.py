"""What a server wrote itself, as something that can be removed with it."""

from __future__ import annotations

from bot.desk.state.ledger import Ledger


class ServerFacts:
    """A server's own facts and versions with their history, and its productions."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def forget_scope(self, scope: str) -> int:
        """Remove them."""
        return await self._ledger.remove_scope(scope)
