"""Paper: a slip as values, its bytes in ESC/POS, its picture, and the ways to a printer.

Nothing here knows a table or a clock.  ``slip`` says what stands on a slip, ``escpos`` and ``picture`` how it
looks on 58 or 80 mm, ``ways`` how bytes reach a file, a network printer or one at the USB port.
"""
