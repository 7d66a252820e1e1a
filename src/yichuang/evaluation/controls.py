"""The controls this room keeps."""

from yichuang.evaluation import handlers, services
from yichuang.evaluation.events import InvitationMade, ServiceRated
from yichuang.kernel.claims import control

control("FBK-03", by=(handlers.invite_when_served, services.rate), proof=(InvitationMade, ServiceRated))
