"""The clocks: how long something may take, counted by law."""
