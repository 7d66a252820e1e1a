"""Yichuang (一窗): one system that makes a service hall's rulebook run."""

__version__ = "0.1.0"
