"""Let members suggest facts and corrections."""
