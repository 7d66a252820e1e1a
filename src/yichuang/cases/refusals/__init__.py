"""Why an act on a case is refused, chapter by chapter."""

from yichuang.cases.refusals.archive import ApprovalsMissing as ApprovalsMissing
from yichuang.cases.refusals.archive import BorrowerUnfit as BorrowerUnfit
from yichuang.cases.refusals.archive import FileGone as FileGone
from yichuang.cases.refusals.archive import FileHeld as FileHeld
from yichuang.cases.refusals.archive import FileLentAlready as FileLentAlready
from yichuang.cases.refusals.archive import FileListed as FileListed
from yichuang.cases.refusals.archive import HoldDocumentMissing as HoldDocumentMissing
from yichuang.cases.refusals.archive import ImportUnfit as ImportUnfit
from yichuang.cases.refusals.archive import ListClosed as ListClosed
from yichuang.cases.refusals.archive import ListEmpty as ListEmpty
from yichuang.cases.refusals.archive import LoanDayUnfit as LoanDayUnfit
from yichuang.cases.refusals.archive import LoanPurposeMissing as LoanPurposeMissing
from yichuang.cases.refusals.archive import NotAnArchivist as NotAnArchivist
from yichuang.cases.refusals.archive import NothingHeld as NothingHeld
from yichuang.cases.refusals.archive import NothingLent as NothingLent
from yichuang.cases.refusals.archive import OtherApproverNeeded as OtherApproverNeeded
from yichuang.cases.refusals.archive import PapersMissing as PapersMissing
from yichuang.cases.refusals.archive import RetentionRuns as RetentionRuns
from yichuang.cases.refusals.archive import UnknownFile as UnknownFile
from yichuang.cases.refusals.archive import UnknownList as UnknownList
from yichuang.cases.refusals.corrections import CorrectionWaits as CorrectionWaits
from yichuang.cases.refusals.corrections import NothingReissued as NothingReissued
from yichuang.cases.refusals.corrections import ReissueWaits as ReissueWaits
from yichuang.cases.refusals.corrections import UnknownCorrection as UnknownCorrection
from yichuang.cases.refusals.course import AlreadyOpen as AlreadyOpen
from yichuang.cases.refusals.course import AuthorityMissing as AuthorityMissing
from yichuang.cases.refusals.course import BasisEnded as BasisEnded
from yichuang.cases.refusals.course import DecidedAbove as DecidedAbove
from yichuang.cases.refusals.course import DecidedHere as DecidedHere
from yichuang.cases.refusals.course import FeesOpen as FeesOpen
from yichuang.cases.refusals.course import FormUnfit as FormUnfit
from yichuang.cases.refusals.course import GroundUnfit as GroundUnfit
from yichuang.cases.refusals.course import IdentityMissing as IdentityMissing
from yichuang.cases.refusals.course import IdentityUnfit as IdentityUnfit
from yichuang.cases.refusals.course import IdentityUnseen as IdentityUnseen
from yichuang.cases.refusals.course import IllegalAct as IllegalAct
from yichuang.cases.refusals.course import Incomplete as Incomplete
from yichuang.cases.refusals.course import ItemNotOffered as ItemNotOffered
from yichuang.cases.refusals.course import LatenessUnexplained as LatenessUnexplained
from yichuang.cases.refusals.course import MaterialsUnseen as MaterialsUnseen
from yichuang.cases.refusals.course import NameMissing as NameMissing
from yichuang.cases.refusals.course import NeedsApproval as NeedsApproval
from yichuang.cases.refusals.course import NoBasis as NoBasis
from yichuang.cases.refusals.course import NoExtension as NoExtension
from yichuang.cases.refusals.course import NotAskedFor as NotAskedFor
from yichuang.cases.refusals.course import NotAtAWindow as NotAtAWindow
from yichuang.cases.refusals.course import NotChecked as NotChecked
from yichuang.cases.refusals.course import NotDeferrable as NotDeferrable
from yichuang.cases.refusals.course import NotExempt as NotExempt
from yichuang.cases.refusals.course import NothingMissing as NothingMissing
from yichuang.cases.refusals.course import NothingPaused as NothingPaused
from yichuang.cases.refusals.course import NothingPromised as NothingPromised
from yichuang.cases.refusals.course import NotInstant as NotInstant
from yichuang.cases.refusals.course import NotTold as NotTold
from yichuang.cases.refusals.course import NoVisitServed as NoVisitServed
from yichuang.cases.refusals.course import OpinionsOpen as OpinionsOpen
from yichuang.cases.refusals.course import OtherDepartment as OtherDepartment
from yichuang.cases.refusals.course import OtherWindow as OtherWindow
from yichuang.cases.refusals.course import OwnVisits as OwnVisits
from yichuang.cases.refusals.course import OwnWork as OwnWork
from yichuang.cases.refusals.course import PlaceNeeded as PlaceNeeded
from yichuang.cases.refusals.course import PromiseOpen as PromiseOpen
from yichuang.cases.refusals.course import PromiseUnfit as PromiseUnfit
from yichuang.cases.refusals.course import QueriesOpen as QueriesOpen
from yichuang.cases.refusals.course import QuestionsOpen as QuestionsOpen
from yichuang.cases.refusals.course import ReasonNeeded as ReasonNeeded
from yichuang.cases.refusals.course import ReceiverUnfit as ReceiverUnfit
from yichuang.cases.refusals.course import SecondPersonNeeded as SecondPersonNeeded
from yichuang.cases.refusals.course import SignatureNeeded as SignatureNeeded
from yichuang.cases.refusals.course import UncertainUnasked as UncertainUnasked
from yichuang.cases.refusals.course import UnknownCase as UnknownCase
from yichuang.cases.refusals.course import VersionUnfit as VersionUnfit
from yichuang.cases.refusals.course import VisitUnknown as VisitUnknown
from yichuang.cases.refusals.fees import (
    AlreadyPaid as AlreadyPaid,
)
from yichuang.cases.refusals.fees import (
    AmountUnreadable as AmountUnreadable,
)
from yichuang.cases.refusals.fees import (
    BillReplaced as BillReplaced,
)
from yichuang.cases.refusals.fees import (
    BillUnseen as BillUnseen,
)
from yichuang.cases.refusals.fees import (
    ConsentMissing as ConsentMissing,
)
from yichuang.cases.refusals.fees import (
    DepositUnfit as DepositUnfit,
)
from yichuang.cases.refusals.fees import (
    DifferenceUnexplained as DifferenceUnexplained,
)
from yichuang.cases.refusals.fees import (
    NothingGraded as NothingGraded,
)
from yichuang.cases.refusals.fees import (
    NothingPaidTooMuch as NothingPaidTooMuch,
)
from yichuang.cases.refusals.fees import (
    NothingToPay as NothingToPay,
)
from yichuang.cases.refusals.fees import (
    NotInTariff as NotInTariff,
)
from yichuang.cases.refusals.fees import (
    NotOptional as NotOptional,
)
from yichuang.cases.refusals.fees import (
    NotRefundable as NotRefundable,
)
from yichuang.cases.refusals.fees import (
    NotTheTariff as NotTheTariff,
)
from yichuang.cases.refusals.fees import (
    NotYetCharged as NotYetCharged,
)
from yichuang.cases.refusals.fees import (
    NotYourMoney as NotYourMoney,
)
from yichuang.cases.refusals.fees import (
    NotYourTill as NotYourTill,
)
from yichuang.cases.refusals.fees import (
    PercentUnfit as PercentUnfit,
)
from yichuang.cases.refusals.fees import (
    PhoneOutOfReach as PhoneOutOfReach,
)
from yichuang.cases.refusals.fees import (
    PiecesUnfit as PiecesUnfit,
)
from yichuang.cases.refusals.fees import (
    ReferenceNeeded as ReferenceNeeded,
)
from yichuang.cases.refusals.fees import (
    ReferenceUsed as ReferenceUsed,
)
from yichuang.cases.refusals.fees import (
    RefundNeedsSecond as RefundNeedsSecond,
)
from yichuang.cases.refusals.fees import (
    RefundNotOpen as RefundNotOpen,
)
from yichuang.cases.refusals.fees import (
    RefundOpen as RefundOpen,
)
from yichuang.cases.refusals.fees import (
    RemissionNeedsSecond as RemissionNeedsSecond,
)
from yichuang.cases.refusals.fees import (
    RemissionNotOpen as RemissionNotOpen,
)
from yichuang.cases.refusals.fees import (
    RemissionOpen as RemissionOpen,
)
from yichuang.cases.refusals.fees import (
    SlipUsed as SlipUsed,
)
from yichuang.cases.refusals.fees import (
    TillOfAnotherDay as TillOfAnotherDay,
)
from yichuang.cases.refusals.fees import (
    TillOpenAlready as TillOpenAlready,
)
from yichuang.cases.refusals.fees import (
    TillShut as TillShut,
)
from yichuang.cases.refusals.fees import (
    TillTooLow as TillTooLow,
)
from yichuang.cases.refusals.fees import (
    TooLittle as TooLittle,
)
from yichuang.cases.refusals.fees import (
    UnknownBill as UnknownBill,
)
from yichuang.cases.refusals.fees import (
    UnknownPayment as UnknownPayment,
)
from yichuang.cases.refusals.fees import (
    UnknownRefund as UnknownRefund,
)
from yichuang.cases.refusals.fees import (
    UnknownRemission as UnknownRemission,
)
from yichuang.cases.refusals.fees import (
    UnknownTill as UnknownTill,
)
from yichuang.cases.refusals.fees import (
    ValueByCashier as ValueByCashier,
)
from yichuang.cases.refusals.fees import (
    ValueSettled as ValueSettled,
)
from yichuang.cases.refusals.fees import (
    ValueUnstated as ValueUnstated,
)
from yichuang.cases.refusals.hard import AnswerMissing as AnswerMissing
from yichuang.cases.refusals.hard import AppointmentUnfit as AppointmentUnfit
from yichuang.cases.refusals.hard import ClientMissing as ClientMissing
from yichuang.cases.refusals.hard import FollowUpMissing as FollowUpMissing
from yichuang.cases.refusals.hard import HardQuestionClosed as HardQuestionClosed
from yichuang.cases.refusals.hard import HardQuestionMissing as HardQuestionMissing
from yichuang.cases.refusals.hard import NotYoursToAnswer as NotYoursToAnswer
from yichuang.cases.refusals.hard import OfferMissing as OfferMissing
from yichuang.cases.refusals.hard import PersonalInRegister as PersonalInRegister
from yichuang.cases.refusals.hard import UnknownHardQuestion as UnknownHardQuestion
from yichuang.cases.refusals.pauses import NoApprovalNeeded as NoApprovalNeeded
from yichuang.cases.refusals.pauses import PauseAnswered as PauseAnswered
from yichuang.cases.refusals.pauses import PauseAskedAlready as PauseAskedAlready
from yichuang.cases.refusals.pauses import PauseNeedsSecond as PauseNeedsSecond
from yichuang.cases.refusals.pauses import TimeStandsStill as TimeStandsStill
from yichuang.cases.refusals.pauses import UnknownPauseRequest as UnknownPauseRequest
from yichuang.cases.refusals.privacy import ExportBeyondSight as ExportBeyondSight
from yichuang.cases.refusals.privacy import ExportNeedsApproval as ExportNeedsApproval
from yichuang.cases.refusals.privacy import ExportNothing as ExportNothing
from yichuang.cases.refusals.privacy import ExportPurposeMissing as ExportPurposeMissing
from yichuang.cases.refusals.privacy import ExportTooLarge as ExportTooLarge
from yichuang.cases.refusals.privacy import NothingFound as NothingFound
from yichuang.cases.refusals.privacy import NotSupervision as NotSupervision
from yichuang.cases.refusals.privacy import NotYourExport as NotYourExport
from yichuang.cases.refusals.privacy import UnknownBurst as UnknownBurst
from yichuang.cases.refusals.privacy import UnknownExport as UnknownExport
from yichuang.cases.refusals.together import AlertUnknown as AlertUnknown
from yichuang.cases.refusals.together import ApproverNeeded as ApproverNeeded
from yichuang.cases.refusals.together import AssignmentBinds as AssignmentBinds
from yichuang.cases.refusals.together import DataDiffer as DataDiffer
from yichuang.cases.refusals.together import DatumUnknown as DatumUnknown
from yichuang.cases.refusals.together import DepartmentUnmapped as DepartmentUnmapped
from yichuang.cases.refusals.together import DocumentNeeded as DocumentNeeded
from yichuang.cases.refusals.together import ExpressAlready as ExpressAlready
from yichuang.cases.refusals.together import GoesInACircle as GoesInACircle
from yichuang.cases.refusals.together import JointOpen as JointOpen
from yichuang.cases.refusals.together import MaterialDemandedBefore as MaterialDemandedBefore
from yichuang.cases.refusals.together import MaterialHere as MaterialHere
from yichuang.cases.refusals.together import NobodyToCall as NobodyToCall
from yichuang.cases.refusals.together import NotAsked as NotAsked
from yichuang.cases.refusals.together import NothingToShorten as NothingToShorten
from yichuang.cases.refusals.together import NothingToUrge as NothingToUrge
from yichuang.cases.refusals.together import NotInformedYet as NotInformedYet
from yichuang.cases.refusals.together import NotJoint as NotJoint
from yichuang.cases.refusals.together import NotOpenedYet as NotOpenedYet
from yichuang.cases.refusals.together import NotYourQuestion as NotYourQuestion
from yichuang.cases.refusals.together import NotYourReferral as NotYourReferral
from yichuang.cases.refusals.together import OfficeAssigns as OfficeAssigns
from yichuang.cases.refusals.together import OpinionSettled as OpinionSettled
from yichuang.cases.refusals.together import QueryStandsElsewhere as QueryStandsElsewhere
from yichuang.cases.refusals.together import QueryUnknown as QueryUnknown
from yichuang.cases.refusals.together import ReferralAnswered as ReferralAnswered
from yichuang.cases.refusals.together import ReferralPending as ReferralPending
from yichuang.cases.refusals.together import ReferralUnknown as ReferralUnknown
from yichuang.cases.refusals.together import ResultNotLying as ResultNotLying
from yichuang.cases.refusals.together import SilenceCounted as SilenceCounted
from yichuang.cases.refusals.together import ToOneself as ToOneself
from yichuang.cases.refusals.together import UnitMissing as UnitMissing
from yichuang.cases.refusals.together import UnitUnknown as UnitUnknown
from yichuang.cases.refusals.together import UrgedByHeads as UrgedByHeads
from yichuang.cases.refusals.together import UrgedJustNow as UrgedJustNow
from yichuang.cases.refusals.versions import MoveGone as MoveGone
from yichuang.cases.refusals.versions import MoveOpen as MoveOpen
from yichuang.cases.refusals.versions import NobodyToMove as NobodyToMove
from yichuang.cases.refusals.versions import NotAVersionKeeper as NotAVersionKeeper
from yichuang.cases.refusals.versions import OwnMove as OwnMove
from yichuang.cases.refusals.versions import VersionNotInForce as VersionNotInForce
