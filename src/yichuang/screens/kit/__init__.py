"""What every screen is built from: the base pages, the tokens of the visual language, the small elements.

Words: *look* (language and type size one has chosen), *place* (kiosk, lobby, desk, portal, office),
*key* (one per rendered form, so that a double tap is one act).  The kit decides nothing about the hall.
"""
