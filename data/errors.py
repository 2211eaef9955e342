"""What both programs may have to tell whoever set them up."""


class UsageError(Exception):
    """Wrong usage or settings; the message says what, where and what to do."""
