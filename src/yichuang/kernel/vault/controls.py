"""The controls the vault keeps."""

from yichuang.kernel.access import doors
from yichuang.kernel.claims import control
from yichuang.kernel.vault import services
from yichuang.kernel.vault.events import UndertakingSigned

control("PRV-03", by=(services.sign_undertaking, doors.vowed, services.reveal), proof=UndertakingSigned)
