"""The option ``--relu`` of ``symlcn certify`` and ``symlcn dense``."""
