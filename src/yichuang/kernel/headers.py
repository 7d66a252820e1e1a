"""The headers every answer carries, whoever made it: strict content security policy and its relatives."""

from __future__ import annotations

# No inline script, no inline style, no eval, no frame, nothing from elsewhere: on every page.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "media-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in ("accelerometer", "camera", "geolocation", "gyroscope", "microphone", "payment", "usb")
)
SECURITY = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NO_STORE = "private, no-store"

_RAW = [(name.lower().encode(), value.encode()) for name, value in SECURITY.items()]

RawHeaders = list[tuple[bytes, bytes]]


def completed(headers: RawHeaders, request_id: str, *, encrypted: bool = False) -> RawHeaders:
    """Return raw response headers with the missing security headers, request id and ``no-store`` added.

    Over an encrypted line the browser is told to keep to it.
    """
    have = {name.lower() for name, _value in headers}
    out = list(headers)
    out.extend(pair for pair in _RAW if pair[0] not in have)
    if b"x-request-id" not in have:
        out.append((b"x-request-id", request_id.encode()))
    if b"cache-control" not in have:
        out.append((b"cache-control", NO_STORE.encode()))
    if encrypted:
        out.append((b"strict-transport-security", b"max-age=31536000"))
    return out
