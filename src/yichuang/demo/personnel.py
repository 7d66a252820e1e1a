"""Who is chosen for the windows in the demo: the hall's rule, nominations and their reviews, certificates.

Each act is done by whoever it concerns; the numbers are working days before today, as in ``story``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from yichuang.demo.casework import resident_number
from yichuang.demo.scene import plan
from yichuang.organization import selectors as organization
from yichuang.posts import selectors as posts
from yichuang.regulations import services as regulations
from yichuang.training import services
from yichuang.training.selectors import fitness
from yichuang.training.types import NOTED, AgeException, Employment, Point

if TYPE_CHECKING:
    from yichuang.demo.story import Story

DIRECTOR, PERSONNEL, OFFICE, UNIT = "0001", "0701", "0002", "0801"
#: Days of the calendar until a certificate ends; below 0 it has ended by today.  Who is not here has a year.
ENDS_IN = {"0306": 12, "0407": 24, "0311": -3}
UNCERTIFIED = "0410"
AHEAD = timedelta(days=122)  # until certificates are asked for, on the first of that month
EVIDENCE = {
    Point.POLICY: "业务考试 92 分",
    Point.COMPUTER: "计算机操作考核 合格",
    Point.MANDARIN: "普通话水平 二级甲等",
    Point.HEALTH: "体检合格，视力矫正后正常",
}


def choose(story: Story, at: datetime) -> None:
    """Let the director rule whence window staff come from tomorrow, and from when they need a certificate."""
    hall_id, by = story.crew.hall_id, story.crew.actor(DIRECTOR)
    for parameter, value, since, reason in (
        (fitness.REGIME, "posted", at.date() + timedelta(days=1), "窗口人员由派驻单位选派"),
        (fitness.CERTIFICATE, fitness.REQUIRED, (story.today + AHEAD).replace(day=1), "全员考核后持证上岗"),
    ):
        regulations.set_parameter(
            hall_id=hall_id,
            parameter=parameter,
            value=value,
            active_from=since,
            reason=reason,
            by=by,
            at=at,
        )


def certify(story: Story, at: datetime) -> None:
    """Let personnel give everybody at a window their certificate after the test of that day."""
    crew, day = story.crew, at.date()
    held = {one.person_id for post in posts.posts(crew.hall_id, day) for one in post.holders}
    for number, worker in enumerate(sorted(crew.workers[one] for one in held), start=1):
        if worker == UNCERTIFIED:
            continue
        services.issue_certificate(
            person_id=crew.people[worker],
            number=f"SG{day.year}-{number:03d}",
            tested_on=day,
            until=story.today + timedelta(days=ENDS_IN[worker]) if worker in ENDS_IN else None,
            by=crew.actor(PERSONNEL),
            at=at,
        )


def nominate(code: str, by: str, instead_of: str, story: Story, at: datetime) -> None:
    """Let somebody nominate a candidate of the plan, perhaps in the place of one who came back."""
    row = _candidate(code)
    born: date = row["born"]
    homes = {one.code: one.id for one in organization.departments(story.crew.hall_id)}
    card = services.nominate(
        department_id=homes[row["department"]],
        name=row["name"],
        identity_number=resident_number(f"100000{born:%Y%m%d}{born.day:03d}"),
        posting_on=story.day(-6),
        employment=Employment.CONTRACT if row.get("contract") else Employment.PERMANENT,
        employment_proof=row["proof"],
        replaces_id=story.kept[instead_of] if instead_of else None,
        by=story.crew.actor(by),
        at=at,
    )
    story.kept[code] = card.id


def _candidate(code: str) -> dict[str, Any]:
    found: dict[str, Any] = next(row for row in plan()["candidates"] if row["code"] == code)
    return found


def take_up(code: str, story: Story, at: datetime) -> None:
    """Let personnel begin the review."""
    services.take_up(nomination_id=story.kept[code], by=story.crew.actor(PERSONNEL), at=at)


def look(code: str, points: int, story: Story, at: datetime) -> None:
    """Let personnel note the first so many conditions as met."""
    for point in [one for one in Point if one in NOTED][:points]:
        services.note_point(
            nomination_id=story.kept[code],
            point=point,
            met=True,
            evidence=EVIDENCE.get(point, ""),
            by=story.crew.actor(PERSONNEL),
            at=at,
        )


def relax(code: str, story: Story, at: datetime) -> None:
    """Let the director approve that somebody beyond the age limit comes, for a title they hold."""
    services.relax_age(
        nomination_id=story.kept[code],
        category=AgeException.INTERMEDIATE_TITLE,
        proof="中级经济师证书 2012-0187",
        by=story.crew.actor(DIRECTOR),
        at=at,
    )


def let_pass(code: str, story: Story, at: datetime) -> None:
    """Let personnel say that a candidate has passed."""
    services.pass_candidate(nomination_id=story.kept[code], by=story.crew.actor(PERSONNEL), at=at)


def send_back(code: str, note: str, story: Story, at: datetime) -> None:
    """Let personnel return a candidate to who sent them."""
    by = story.crew.actor(PERSONNEL)
    services.return_candidate(nomination_id=story.kept[code], note=note, by=by, at=at)


def post(code: str, worker: str, story: Story, at: datetime) -> None:
    """Let the office post who passed, under a worker's number."""
    services.post_candidate(
        nomination_id=story.kept[code], worker_number=worker, by=story.crew.actor(OFFICE), at=at
    )


EVERYTHING = len(NOTED)
TALES: tuple[tuple[int, str, Callable[[Story, datetime], None]], ...] = (
    (15, "09:40", choose),
    (14, "10:30", certify),
    (13, "09:20", partial(nominate, "new", UNIT, "")),
    (13, "14:30", partial(take_up, "new")),
    (12, "09:50", partial(look, "new", EVERYTHING)),
    (11, "10:10", partial(nominate, "elder", OFFICE, "")),
    (11, "15:20", partial(let_pass, "new")),
    (10, "09:30", partial(take_up, "elder")),
    (9, "09:25", partial(nominate, "contract", UNIT, "")),
    (9, "11:10", partial(look, "elder", EVERYTHING)),
    (8, "09:45", partial(take_up, "contract")),
    (7, "10:20", partial(send_back, "contract", "非本单位正式在编人员，请另行选派。")),
    (6, "15:05", partial(relax, "elder")),
    (5, "10:15", partial(post, "new", "0413")),
    (4, "10:50", partial(let_pass, "elder")),
    (3, "09:35", partial(nominate, "instead", UNIT, "contract")),
    (2, "09:55", partial(take_up, "instead")),
    (1, "10:05", partial(look, "instead", 5)),
    (1, "15:30", partial(nominate, "fresh", OFFICE, "")),
)
