"""Order in the hall and what its day left (秩序与日终): crowded zones, disturbances, open tickets.

Guides enter what disturbed the order and what they did; the office reads what a day left and why.
"""
