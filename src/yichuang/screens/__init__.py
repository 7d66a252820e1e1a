"""What people see, place by place: kiosk, lobby, desk, portal, office, oversight, gate, and the shared kit.

Words: place (a kind of screen) · look (language and type size) · picture (the values of one screen).  A
screen asks selectors, calls services, and shows cards; it composes rooms that do not know each other.
It decides nothing and touches no table.
"""
