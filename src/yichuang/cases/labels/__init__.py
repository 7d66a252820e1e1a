"""What the codes of a case are called on a screen, chapter by chapter."""

from yichuang.cases.labels.archive import BAR as BAR
from yichuang.cases.labels.archive import FILE_STATE as FILE_STATE
from yichuang.cases.labels.archive import LIST_STATE as LIST_STATE
from yichuang.cases.labels.archive import PIECE as PIECE
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
    GROUND as GROUND,
)
from yichuang.cases.labels.fees import (
    PAY_WAY as PAY_WAY,
)
from yichuang.cases.labels.fees import (
    REFUND as REFUND,
)
from yichuang.cases.labels.fees import (
    REMISSION as REMISSION,
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
from yichuang.cases.labels.hard import HARD_KIND as HARD_KIND
from yichuang.cases.labels.hard import OFFER as OFFER
from yichuang.cases.labels.together import ABOUT as ABOUT
from yichuang.cases.labels.together import ALERT as ALERT
from yichuang.cases.labels.together import BESIDE as BESIDE
from yichuang.cases.labels.together import FIELD as FIELD
from yichuang.cases.labels.together import LEVEL as LEVEL
from yichuang.cases.labels.together import QUERY as QUERY
from yichuang.cases.labels.together import REFERRAL as REFERRAL
from yichuang.cases.labels.together import SEAT as SEAT
from yichuang.cases.labels.together import SOURCE as SOURCE
from yichuang.cases.labels.together import STAND as STAND
from yichuang.cases.labels.together import UNREACHED as UNREACHED
from yichuang.cases.labels.together import WHEREABOUTS as WHEREABOUTS
from yichuang.cases.labels.versions import HURDLE as HURDLE
from yichuang.cases.labels.versions import hurdle_text as hurdle_text
