"""The verbs of the queue: take · call next · recall · begin · finish · miss · rejoin · give up, and its lines."""
