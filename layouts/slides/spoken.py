"""Numbers of a slide in words, for whoever speaks: what the picture has no room to write. Pure."""

from __future__ import annotations

from layouts.figures.chart import Chart


def in_lines(chart: Chart) -> str:
    """Every number of a chart in words, for whoever speaks: a line a measure and group."""
    return "\n".join(
        f"{row['measure']} ({row['unit']}, {row['years']}), {row['group']}: {row['value']}"
        + (f" ({row['interval']})" if row.get("interval") else "")
        for row in chart.rows
    )


def with_intervals(chart: Chart) -> list[str]:
    """Every number of a place with its interval and flags, for whoever speaks."""
    if not {"measure", "interval", "note"} <= {column.key for column in chart.columns}:
        return []
    return [
        f"{row['measure']}, {row['place']}: "
        + ", ".join(row[key] for key in ("value", "interval", "note") if row[key])
        for row in chart.rows
    ]
