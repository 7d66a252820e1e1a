"""What the codes of a case are called on a screen, chapter by chapter."""

from yichuang.cases.labels.course import ACT as ACT
from yichuang.cases.labels.course import APPLICANT as APPLICANT
from yichuang.cases.labels.course import CAUSE as CAUSE
from yichuang.cases.labels.course import DECISION as DECISION
from yichuang.cases.labels.course import ID_METHOD as ID_METHOD
from yichuang.cases.labels.course import MODE as MODE
from yichuang.cases.labels.course import OUTCOME as OUTCOME
from yichuang.cases.labels.course import PACE as PACE
from yichuang.cases.labels.course import PURPOSE as PURPOSE
from yichuang.cases.labels.course import STATE as STATE
from yichuang.cases.labels.course import VISIT as VISIT
from yichuang.cases.labels.course import WAY as WAY
from yichuang.cases.labels.course import WITHDRAWN as WITHDRAWN
from yichuang.cases.labels.fees import (
    PAY_WAY as PAY_WAY,
)
from yichuang.cases.labels.fees import (
    REFUND as REFUND,
)
from yichuang.cases.labels.fees import (
    SHOWN as SHOWN,
)
from yichuang.cases.labels.fees import (
    read_back as read_back,
)
from yichuang.cases.labels.fees import (
    yuan as yuan,
)
