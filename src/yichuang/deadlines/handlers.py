"""What the clocks hear of the calendar, and what they do as time passes."""
