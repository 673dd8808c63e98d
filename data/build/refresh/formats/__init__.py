"""How each kind of address is asked: whole files, pages of a table, parts of an API's answer.

Each module has one `download(job, tools) -> Got | None`: None where the publisher says that
nothing has changed. A `Got` lies in the part file and has not been checked yet.
"""
