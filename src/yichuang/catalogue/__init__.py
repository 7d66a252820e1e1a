"""What the hall offers: service items, each in immutable dated versions.

Words: item (服务事项) · version (the wording in force from a day on) · material · step · statutory limit ·
promised limit · lint (what is wrong with a catalogue before anybody is served by it).
A new wording is a new version; nothing that once was in force is changed or removed.
It never knows who serves an item, and it accepts no material or step that is not written down in it.
"""
