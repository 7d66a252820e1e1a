"""The controls these pages keep."""

from yichuang.kernel.claims import control
from yichuang.notices import services
from yichuang.notices.events import NoticeRead
from yichuang.screens.letters import views

control("ONE-11", by=(views.open_it, views.page, services.look), proof=NoticeRead)
