"""Hours and windows (服务时间): ask for other hours, decide on them, close in an emergency, extend or defer.

Clerks ask, the office and section heads decide; it shows what a day's hours were and keeps nothing.
"""
