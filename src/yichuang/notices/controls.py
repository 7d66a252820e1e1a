"""The controls this room keeps."""
