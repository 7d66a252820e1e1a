"""The controls the vault keeps."""

from yichuang.kernel.access import doors
from yichuang.kernel.claims import control
from yichuang.kernel.vault import rules, scanner, selectors, services
from yichuang.kernel.vault.events import UndertakingSigned

control("PRV-03", by=(services.sign_undertaking, doors.vowed, services.reveal), proof=UndertakingSigned)
# pages and lists show what masked gives, letters what hidden leaves; nothing typed is believed to be clean
control("PRV-05", by=(selectors.masked, rules.masked, scanner.hidden, scanner.scan))
