"""Whether a library is whole, and says so without a remark."""

from record.verification import verify


def is_whole() -> bool:
    verification = verify()
    assert not verification.findings
    assert not verification.remarks
    return verification.is_whole
