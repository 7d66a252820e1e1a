"""What every room stands on and no room owns: journal, claims, access, vault, live, clock, heartbeat.

Words: actor · entry · door · port · refusal · idempotency key · sweep · lease.  It knows no room, no
window and no ticket; what it must ask a room about, the room provides through a port.
"""
