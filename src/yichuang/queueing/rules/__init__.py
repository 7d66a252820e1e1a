"""What the queue decides, without database or clock: order · states · calls · references · waits."""
