"""Read a catalogue: every item with its lines, and everything that is wrong with a row."""

from yichuang.catalogue.reader.items import Row, read, read_tree

__all__ = ["Row", "read", "read_tree"]
