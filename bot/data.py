"""Find the data that ships with Callsheet: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

from bot.messages import _


class DamagedData(Exception):
    """A file that ships with Callsheet is missing, damaged or of another version."""

    def __init__(self, path: Path) -> None:
        super().__init__(_("{file} is missing or damaged; install Callsheet again").format(file=path))
        self.path = path


def data_folder() -> Path:
    """Return the folder with ``packs``, ``lexicon`` and ``places``.

    Raises:
        FileNotFoundError: it is missing, because the installation is incomplete.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "_data", package.parent / "data"):
        if (folder / "packs").is_dir():
            return folder
    message = _("there is no data folder in {folder} or beside it; install Callsheet again")
    raise FileNotFoundError(message.format(folder=package))


def shipped_packs() -> list[Path]:
    """Return the packs that an empty store is filled from, sorted by name."""
    return sorted((data_folder() / "packs").glob("*.json"))


def lexicon_folder() -> Path:
    """Return the folder of word lists that the engine uses."""
    return data_folder() / "lexicon"


def places_folder() -> Path:
    """Return the folder of towns, states and countries, which ``tools/gazetteer.py`` writes."""
    return data_folder() / "places"
