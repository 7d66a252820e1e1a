"""What this room does as time passes."""
