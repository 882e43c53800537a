"""Who is who: whether two names, and what is known beside them, mean one person or one organisation.

Pure functions over plain data: no database, no Django. The services read the evidence and carry the verdicts out.
"""
