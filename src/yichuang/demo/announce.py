"""What the demo prints when the house opens: its logins, random for this installation."""

from __future__ import annotations

from yichuang.kernel.serve import is_demo


def logins(address: str) -> list[str]:
    """Return the lines that name the demo's logins; none in a real hall."""
    from yichuang.demo.build import SHOWN
    from yichuang.demo.commands import read_logins

    known = read_logins() if is_demo() else []
    if not known:
        return []
    lines = ["", f"演示登录 / demo logins ({address}/sign-in/):"]
    lines += [
        f"  {one.hall_code}  {one.worker_number}  {one.password}   {one.title} / {one.title_en}"
        for one in known
        if one.worker_number in SHOWN
    ]
    return lines
