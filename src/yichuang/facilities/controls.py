"""The controls this room keeps."""

from yichuang.facilities import services
from yichuang.facilities.events import DeviceBack, DeviceDown
from yichuang.kernel.claims import control

control(
    "FAC-01",
    by=(services.note_look, services.watch_printers, services.watch_devices, services.report_down),
    proof=(DeviceDown, DeviceBack),
)
