"""Equipment of the hall (设施设备): what there is, what of it is down, and today's faults.

Whoever works on the floor reports; who keeps the machines enters and retires them.
"""
