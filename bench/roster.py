"""``python -m bench.roster FILE``: how fast and how good a month's roster is, every figure counted again.

FILE is a hall's month as JSON or an instance of Curtois & Qu as text.  Told are the time to the first roster
without a vacancy (loading OR-Tools and building the model included), the objective, the bound and the gap.
The objective is the checker's, which shares no line with the search; a rule broken ends with 1.

--calls N   N seeded sick calls on the roster: time to the first answer, changes, whether proven fewest
--survive   every person and every day they work, tried as an absence of that day; the exceptions
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

BEST_KNOWN = {1: 607, 2: 828, 3: 1001, 4: 1716, 5: 1143, 6: 1950, 7: 1056, 8: 1300}


def main(argv: list[str] | None = None) -> int:
    """Measure and print; 1 when the checker finds a rule broken."""
    asked = argparse.ArgumentParser(
        prog="python -m bench.roster", description=(__doc__ or "").split("\n\n")[0]
    )
    asked.add_argument("file", type=Path, help="a hall's month (JSON) or an instance of Curtois & Qu (text)")
    asked.add_argument("--seconds", type=float, default=20.0, help="seconds to search (20)")
    asked.add_argument("--workers", type=int, default=6, help="threads of CP-SAT (6, also on two cores)")
    asked.add_argument("--seed", type=int, default=1, help="of the search and of the calls (1)")
    asked.add_argument("--calls", type=int, default=0, help="sick calls on the roster that was found (0)")
    asked.add_argument("--call-seconds", type=float, default=10.0, help="most seconds for one call (10)")
    asked.add_argument("--survive", action="store_true", help="try every single absence")
    asked.add_argument("--roster", type=Path, help="a roster (JSON, shift → person) instead of searching one")
    asked.add_argument("--keep", type=Path, help="write the roster that was found here")
    asked.add_argument("--json", action="store_true", help="print JSON")
    asked.add_argument("--quiet", action="store_true", help="do not tell every better roster")
    wanted = asked.parse_args(argv)
    text = wanted.file.read_text(encoding="utf-8")
    answer = month(text, wanted) if text.lstrip().startswith("{") else ward(text, wanted)
    answer = {"file": wanted.file.name, **answer}
    print(json.dumps(answer, indent=1, ensure_ascii=False) if wanted.json else table_of(answer))
    return 1 if answer["broken"] else 0


def say(wanted: argparse.Namespace, sentence: str) -> None:
    """Tell how it goes, beside the answer."""
    if not wanted.quiet:
        sys.stderr.write(f"{sentence}\n")


def ward(text: str, wanted: argparse.Namespace) -> dict[str, Any]:
    """Measure an instance of Curtois & Qu."""
    began = time.monotonic()
    from yichuang.rostering.engine.solver import Way
    from yichuang.rostering.engine.wards import solve_ward
    from yichuang.rostering.nurses import judge_plan, ward_of

    read = ward_of(text)
    loading = time.monotonic() - began
    found = solve_ward(
        read,
        seconds=wanted.seconds - loading,
        way=Way(workers=wanted.workers, seed=wanted.seed),
        told=lambda at, value, least: say(wanted, f"{at + loading:7.2f} s  {value}  bound {least}"),
    )
    judged = judge_plan(read, found.plan)
    number = "".join(one for one in wanted.file.stem if one.isdigit())
    best = BEST_KNOWN.get(int(number)) if number and wanted.file.stem.startswith("Instance") else None
    return {
        "first_after": None if found.first_after is None else round(found.first_after + loading, 2),
        "seconds": round(found.seconds + loading, 1),
        "objective": judged.cost if found.value is not None else None,
        "bound": found.least,
        "gap": _gap(judged.cost, found.least),
        "best_known": best,
        "of_best_known": round(judged.cost / best, 4) if best else None,
        "terms": dict(judged.terms),
        "broken": list(judged.broken)
        + ([] if found.value in {None, judged.cost} else [f"the search says {found.value}"]),
    }


def month(text: str, wanted: argparse.Namespace) -> dict[str, Any]:
    """Measure a hall's month; then, when asked, calls and absences on its roster."""
    began = time.monotonic()
    from bench import roster_calls
    from yichuang.rostering import sentences
    from yichuang.rostering.checker import judge
    from yichuang.rostering.engine.month import solve
    from yichuang.rostering.engine.solver import Way
    from yichuang.rostering.reading import month_of, roster_of

    problem = month_of(json.loads(text))
    way = Way(workers=wanted.workers, seed=wanted.seed)
    loading = time.monotonic() - began
    answer: dict[str, Any] = {"people": len(problem.people), "shifts": len(problem.shifts)}
    if wanted.roster:
        roster = roster_of(json.loads(wanted.roster.read_text(encoding="utf-8")))
    else:
        found = solve(
            problem,
            seconds=wanted.seconds - loading,
            way=way,
            told=lambda one, _roster: say(
                wanted, f"{one.seconds + loading:7.2f} s  {one.vacant} vacant  {one.cost}  bound {one.least}"
            ),
        )
        roster = found.roster
        answer |= {
            "status": found.status,
            "first_after": None if found.first_after is None else round(found.first_after + loading, 2),
            "seconds": round(found.seconds + loading, 1),
            "bound": found.cost.least,
            "vacancies_at_least": found.tiers["vacancies"].least,
        }
    judged = judge(problem, roster)
    answer |= {
        "objective": judged.cost,
        "vacant": len(judged.vacant),
        "terms": dict(judged.terms),
        "broken": [f"{one.rule}: {one.person} {one.where}" for one in judged.broken],
    }
    if problem.demands:
        answer["short"] = [sentences.of_shortfall(problem, one) for one in judged.shortfalls]
    if "bound" in answer:
        answer["gap"] = _gap(judged.cost, answer["bound"])
    if wanted.keep:
        wanted.keep.write_text(json.dumps(dict(roster.assigned)), encoding="utf-8")
    if wanted.calls:
        answer["calls"] = roster_calls.calls(problem, roster, wanted.calls, wanted, way)
        answer["broken"] += answer["calls"].pop("broken")
    if wanted.survive:
        answer["survive"] = roster_calls.survive(problem, roster, wanted, way)
    return answer


def _gap(value: int, least: int) -> float | None:
    return round((value - least) / least, 4) if least > 0 else None


def table_of(answer: dict[str, Any]) -> str:
    """Return the answer as lines."""
    lines = []
    for name, value in answer.items():
        if isinstance(value, dict):
            lines.append(f"{name}:")
            lines += [f"  {key:20} {_told(one)}" for key, one in value.items()]
        else:
            lines.append(f"{name:22} {_told(value)}")
    return "\n".join(lines)


def _told(value: object) -> str:
    if isinstance(value, list):
        return "\n    ".join(["", *map(str, value)]) if value else "none"
    return "-" if value is None else str(value)


if __name__ == "__main__":
    from yichuang.rostering.child import leave

    leave(main())
