"""What the house forgives, each with its reason.  These lists may only shrink."""

from __future__ import annotations

# file -> why it is longer than 400 lines
LONG_FILES: dict[str, str] = {}

# file:function -> why it is longer than 60 lines
LONG_FUNCTIONS: dict[str, str] = {}

# file -> why it reads the real clock itself instead of being given ``at``
CLOCK_READERS: dict[str, str] = {
    "src/yichuang/kernel/access/wall.py": "lock-outs, sessions and codes run in real time, also in a demo",
    "src/yichuang/kernel/clock.py": "it is the clock",
    "src/yichuang/kernel/health.py": "whether a lease is late is a question of real time",
    "src/yichuang/kernel/journal/consumers.py": "since when a consumer is really known",
    "src/yichuang/kernel/journal/deliver.py": "an event set aside is tried again in real time",
    "src/yichuang/kernel/journal/record.py": "recorded_at is when the row was really written",
    "src/yichuang/kernel/journal/seal.py": "sealed_at is when the root was really signed",
    "src/yichuang/kernel/serve/lifecycle.py": "a lease runs in real time, whatever the demo clock shows",
    "src/yichuang/queueing/services/hot/values.py": "recorded_at, as in record.py",
}

# file -> why a script of ours puts markup into a page
MARKUP_WRITERS: dict[str, str] = {
    "src/yichuang/screens/kit/static/kit/live-region.js": "it shows fragments our own server has rendered",
}

# file or folder -> why text in it is Chinese although it is no translation
CHINESE_TEXT: dict[str, str] = {
    "src/yichuang/settings/__init__.py": "a language is named in itself",
    "src/yichuang/catalogue/rules/lint.py": "it judges how Chinese papers are worded",
    "src/yichuang/organization/calendars.py": "the words of the State's calendar, as files have them",
    "src/yichuang/organization/sentences.py": "the State's days by the names the calendar gives them",
    "src/yichuang/demo/": "the cast and the papers of a play set in a Chinese hall",
}

# file -> why it translates a text that is no constant there
VARIABLE_TEXT: dict[str, str] = {
    "src/yichuang/kernel/journal/events.py": "the text is an event's docstring, collected by the house tests",
    "src/yichuang/kernel/journal/findings.py": "its texts stand in a table above it, marked by gettext_noop",
}
