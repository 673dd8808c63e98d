"""Heavy work has its own room: few niced processes beside the workers, and fair turns at them.

`gunicorn.conf.py` opens it (life.py). A *foreman* (foreman.py) holds the line (line.py) and a few
*makers* (maker.py), which run the same application as the workers. A worker hands a heavy request
in at the door (door.py), waits, and sends what comes back.
"""
