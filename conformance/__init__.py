"""The conformance kit. Needs the extra ``conformance``."""
