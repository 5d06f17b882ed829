"""Where the data that ships with Callsheet lies: in a checkout beside the package, in a wheel inside it."""

from __future__ import annotations

from pathlib import Path


class DamagedData(Exception):
    """A file that ships with Callsheet is missing, damaged or of another version."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is missing or damaged; install Callsheet again")
        self.path = path


def data_folder() -> Path:
    """The folder that holds ``packs``, ``lexicon`` and ``places``.

    Raises:
        FileNotFoundError: neither place has it: the installation is incomplete.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "_data", package.parent / "data"):
        if (folder / "packs").is_dir():
            return folder
    raise FileNotFoundError(f"no data folder in {package} or beside it; install Callsheet again")


def shipped_packs() -> list[Path]:
    """The packs that an empty store is filled from, in the order of their names."""
    return sorted((data_folder() / "packs").glob("*.json"))


def lexicon_folder() -> Path:
    """The folder of word lists that the answers are found with."""
    return data_folder() / "lexicon"


def places_folder() -> Path:
    """The folder of towns, states and countries, which ``tools/gazetteer.py`` writes."""
    return data_folder() / "places"
