"""The controls the journal keeps."""

from yichuang.kernel.claims import control
from yichuang.kernel.journal import guard
from yichuang.kernel.journal.record import record
from yichuang.kernel.journal.verify import verify

control("CAS-09", by=(record, guard.install, verify))
