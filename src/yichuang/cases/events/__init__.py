"""What happens to cases, chapter by chapter."""

from yichuang.cases.events.archive import CaseArchived as CaseArchived
from yichuang.cases.events.archive import DestructionApproved as DestructionApproved
from yichuang.cases.events.archive import DestructionDrawnUp as DestructionDrawnUp
from yichuang.cases.events.archive import DestructionWithdrawn as DestructionWithdrawn
from yichuang.cases.events.archive import FileDestroyed as FileDestroyed
from yichuang.cases.events.archive import FileImported as FileImported
from yichuang.cases.events.archive import FileLent as FileLent
from yichuang.cases.events.archive import FileReturned as FileReturned
from yichuang.cases.events.archive import FilesDestroyed as FilesDestroyed
from yichuang.cases.events.archive import FilesImported as FilesImported
from yichuang.cases.events.archive import HoldLifted as HoldLifted
from yichuang.cases.events.archive import HoldSet as HoldSet
from yichuang.cases.events.archive import LoanOverdue as LoanOverdue
from yichuang.cases.events.archive import WindowNotFiled as WindowNotFiled
from yichuang.cases.events.course import ActRefused as ActRefused
from yichuang.cases.events.course import ApplicantNotified as ApplicantNotified
from yichuang.cases.events.course import CaseAccepted as CaseAccepted
from yichuang.cases.events.course import CaseClosed as CaseClosed
from yichuang.cases.events.course import CaseDecided as CaseDecided
from yichuang.cases.events.course import CaseNotAccepted as CaseNotAccepted
from yichuang.cases.events.course import CaseSentBack as CaseSentBack
from yichuang.cases.events.course import CaseSubmitted as CaseSubmitted
from yichuang.cases.events.course import CaseTimeExtended as CaseTimeExtended
from yichuang.cases.events.course import CaseTimePaused as CaseTimePaused
from yichuang.cases.events.course import CaseTimeResumed as CaseTimeResumed
from yichuang.cases.events.course import CaseWithdrawn as CaseWithdrawn
from yichuang.cases.events.course import CorrectionAsked as CorrectionAsked
from yichuang.cases.events.course import CorrectionDeclined as CorrectionDeclined
from yichuang.cases.events.course import DecisionProposed as DecisionProposed
from yichuang.cases.events.course import GapsTold as GapsTold
from yichuang.cases.events.course import HandlingBegun as HandlingBegun
from yichuang.cases.events.course import LatenessExplained as LatenessExplained
from yichuang.cases.events.course import MaterialsChecked as MaterialsChecked
from yichuang.cases.events.course import OpinionGiven as OpinionGiven
from yichuang.cases.events.course import PauseApproved as PauseApproved
from yichuang.cases.events.course import PauseAsked as PauseAsked
from yichuang.cases.events.course import PauseDeclined as PauseDeclined
from yichuang.cases.events.course import PauseLapsed as PauseLapsed
from yichuang.cases.events.course import PromiseKept as PromiseKept
from yichuang.cases.events.course import ReissueDelivered as ReissueDelivered
from yichuang.cases.events.course import ResultCorrected as ResultCorrected
from yichuang.cases.events.course import ResultDelivered as ResultDelivered
from yichuang.cases.events.course import ResultPrepared as ResultPrepared
from yichuang.cases.events.course import SupplementReceived as SupplementReceived
from yichuang.cases.events.course import VisitCounted as VisitCounted
from yichuang.cases.events.course import VisitsExceeded as VisitsExceeded
from yichuang.cases.events.course import VisitsExplained as VisitsExplained
from yichuang.cases.events.fees import (
    BillDrawn as BillDrawn,
)
from yichuang.cases.events.fees import (
    BillShown as BillShown,
)
from yichuang.cases.events.fees import (
    DepositLate as DepositLate,
)
from yichuang.cases.events.fees import (
    FeeAgreed as FeeAgreed,
)
from yichuang.cases.events.fees import (
    FeeDeclined as FeeDeclined,
)
from yichuang.cases.events.fees import (
    FeePaid as FeePaid,
)
from yichuang.cases.events.fees import (
    FeeValueStated as FeeValueStated,
)
from yichuang.cases.events.fees import (
    FloatShort as FloatShort,
)
from yichuang.cases.events.fees import (
    MoneyDeposited as MoneyDeposited,
)
from yichuang.cases.events.fees import (
    RefundApproved as RefundApproved,
)
from yichuang.cases.events.fees import (
    RefundAsked as RefundAsked,
)
from yichuang.cases.events.fees import (
    RefundDeclined as RefundDeclined,
)
from yichuang.cases.events.fees import (
    RefundPaid as RefundPaid,
)
from yichuang.cases.events.fees import (
    RemissionAsked as RemissionAsked,
)
from yichuang.cases.events.fees import (
    RemissionDeclined as RemissionDeclined,
)
from yichuang.cases.events.fees import (
    RemissionGranted as RemissionGranted,
)
from yichuang.cases.events.fees import (
    TillClosed as TillClosed,
)
from yichuang.cases.events.fees import (
    TillOpened as TillOpened,
)
from yichuang.cases.events.hard import HardQuestionAnswered as HardQuestionAnswered
from yichuang.cases.events.hard import HardQuestionNoted as HardQuestionNoted
from yichuang.cases.events.hard import HardQuestionOverdue as HardQuestionOverdue
from yichuang.cases.events.hard import WayOffered as WayOffered
from yichuang.cases.events.privacy import BurstSettled as BurstSettled
from yichuang.cases.events.privacy import CaseClosedToDigits as CaseClosedToDigits
from yichuang.cases.events.privacy import CaseLookedAt as CaseLookedAt
from yichuang.cases.events.privacy import CaseLookedUp as CaseLookedUp
from yichuang.cases.events.privacy import CasesExported as CasesExported
from yichuang.cases.events.privacy import ExportApproved as ExportApproved
from yichuang.cases.events.privacy import ExportAsked as ExportAsked
from yichuang.cases.events.privacy import ViewsBurst as ViewsBurst
from yichuang.cases.events.together import AlertAcknowledged as AlertAcknowledged
from yichuang.cases.events.together import ApplicantNotReached as ApplicantNotReached
from yichuang.cases.events.together import ApplicantReached as ApplicantReached
from yichuang.cases.events.together import ApplicantReminded as ApplicantReminded
from yichuang.cases.events.together import CallDue as CallDue
from yichuang.cases.events.together import CaseAssigned as CaseAssigned
from yichuang.cases.events.together import CaseReferred as CaseReferred
from yichuang.cases.events.together import CaseUrged as CaseUrged
from yichuang.cases.events.together import ClientInformed as ClientInformed
from yichuang.cases.events.together import DatumChosen as DatumChosen
from yichuang.cases.events.together import DatumNoted as DatumNoted
from yichuang.cases.events.together import DemandRefused as DemandRefused
from yichuang.cases.events.together import ExpressGranted as ExpressGranted
from yichuang.cases.events.together import InstantLeftOpen as InstantLeftOpen
from yichuang.cases.events.together import JointOpened as JointOpened
from yichuang.cases.events.together import JointOpinionGiven as JointOpinionGiven
from yichuang.cases.events.together import JointSeatDropped as JointSeatDropped
from yichuang.cases.events.together import JointSilenceCounted as JointSilenceCounted
from yichuang.cases.events.together import MaterialDemanded as MaterialDemanded
from yichuang.cases.events.together import MaterialPointedOut as MaterialPointedOut
from yichuang.cases.events.together import QueryAnswered as QueryAnswered
from yichuang.cases.events.together import QueryClosed as QueryClosed
from yichuang.cases.events.together import QueryDropped as QueryDropped
from yichuang.cases.events.together import QueryEscalated as QueryEscalated
from yichuang.cases.events.together import QueryRaised as QueryRaised
from yichuang.cases.events.together import ReferralConfirmed as ReferralConfirmed
from yichuang.cases.events.together import ReferralDisputed as ReferralDisputed
from yichuang.cases.events.together import ReferralDropped as ReferralDropped
from yichuang.cases.events.together import ReferralReturned as ReferralReturned
from yichuang.cases.events.together import ResultUncollected as ResultUncollected
from yichuang.cases.events.versions import ApplicantToldOfChange as ApplicantToldOfChange
from yichuang.cases.events.versions import CaseMovedToVersion as CaseMovedToVersion
from yichuang.cases.events.versions import VersionMoveDecided as VersionMoveDecided
from yichuang.cases.events.versions import VersionMoveProposed as VersionMoveProposed
