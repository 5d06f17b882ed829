"""Manage one TinyDB file: storage, tables, the writer thread, migrations, backups."""
