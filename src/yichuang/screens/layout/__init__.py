"""Layout of the hall (大厅布局): consultation desk, reception, waiting areas, windows, how one finds them.

Kiosk, boards and phones tell people what stands here; what every hall has and is missing is warned of.
"""
