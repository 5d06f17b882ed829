"""Test ids for new facts and productions, and handles."""

from __future__ import annotations

from bot.desk.state.ids import free_id, handle
from bot.facts.models import SHARED

SERVER = "server:10"


def test_an_id_is_a_slug_with_a_number_if_it_is_taken() -> None:
    taken: set[str] = set()
    found = []
    for _ in range(3):
        found.append(free_id("The Salt Harbour!", SHARED, taken.__contains__))
        taken.add(found[-1])
    assert found == ["the-salt-harbour", "the-salt-harbour-2", "the-salt-harbour-3"]


def test_a_name_without_letters_gets_an_id() -> None:
    assert free_id("???", SHARED, lambda _: False) == "new"


def test_a_servers_ids_end_with_its_hash_and_never_collide() -> None:
    ours = free_id("The Lamp", SERVER, lambda _: False)
    assert ours.startswith("the-lamp-")
    assert len(ours) == len("the-lamp-") + 6
    assert ours == free_id("The Lamp", SERVER, lambda _: False)
    assert ours != free_id("The Lamp", "server:20", lambda _: False)
    assert free_id("The Lamp", SERVER, {ours}.__contains__) == f"{ours}-2"


def test_a_long_name_is_cut_without_a_trailing_dash() -> None:
    assert len(free_id("a" * 300, SHARED, lambda _: False)) == 100
    assert free_id("a" * 99 + " b", SHARED, lambda _: False) == "a" * 99


def test_a_handle_is_short_and_the_same_in_every_process() -> None:
    assert handle("mi7-filming-june-2021-halt") == handle("mi7-filming-june-2021-halt")
    assert handle("a") != handle("b")
    assert {len(handle(name)) for name in ("", "a", "a" * 300)} == {17}
    assert handle("a") == "~40f89e395b66422f"
