"""Numbers of a slide in words, for whoever speaks: what the picture has no room to write. Pure."""

from __future__ import annotations

from layouts.figures.chart import Chart


def in_lines(chart: Chart) -> str:
    """Every number of a chart in words, for whoever speaks: a line a measure and group."""
    return "\n".join(
        f"{row['measure']} ({row['unit']}, {row['years']})"
        + (f", {row['group']}" if row.get("group") else "")
        + f": {row['value']}"
        + _sure(row.get("interval", ""), row.get("level", ""))
        for row in chart.rows
    )


def _sure(interval: str, level: str) -> str:
    """` (34.3–44.0%, 95% interval)`; the level where the table has a column of it."""
    return f" ({', '.join(filter(None, (interval, level)))})" if interval else ""


def with_intervals(chart: Chart) -> list[str]:
    """Every number of a place with its interval and flags, for whoever speaks."""
    if not {"measure", "interval", "note"} <= {column.key for column in chart.columns}:
        return []
    return [
        f"{row['measure']}, {row['place']}: "
        + ", ".join(row[key] for key in ("value", "interval", "note") if row[key])
        for row in chart.rows
    ]
