"""The controls this room keeps."""

from yichuang.kernel.claims import control
from yichuang.notices import selectors, services
from yichuang.notices.events import EnforcementBegun, NoticeIssued, SecondNoticeAllowed, ViolationSuspected

control("ACC-03", by=(services.issue, selectors.paper), proof=NoticeIssued)
control("ONE-01", by=services.issue, proof=NoticeIssued)
control("ONE-02", by=(services.issue, selectors.whole_check), proof=NoticeIssued)
control(
    "ONE-03",
    by=(services.issue, services.allow_second, services.suspect),
    proof=(NoticeIssued, SecondNoticeAllowed, ViolationSuspected),
)
control("ONE-06", by=services.issue, proof=NoticeIssued)
control("ONE-07", by=services.issue, proof=NoticeIssued)
control("ONE-09", by=services.issue, proof=NoticeIssued)
control("ONE-12", by=(services.begin_enforcement, selectors.enforcement_told), proof=EnforcementBegun)
