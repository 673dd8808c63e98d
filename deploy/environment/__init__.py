"""The packages that the dashboard stands on: what is left out, listed, licensed, audited, old.

`python -m deploy.environment` says what it can do; nothing that runs imports it. It needs only what
requirements.txt installs, but for `bill` and `audit`, whose tools requirements-dev.txt brings.
"""
