"""What readers take, whatever the form: the bounds of JSON as the parsers and the service's validators have them."""

MAX_DEPTH = 254
"""How deep objects and arrays may be nested; the writer that the duplicate check needs stops there, and the validator soon after."""

MIN_INTEGER = -(2**63)
MAX_INTEGER = 2**64 - 1
