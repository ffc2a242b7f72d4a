"""Days away in SQL: how long somebody was not there, so that these days count for no nudge, no end and no median.

What is put into these fragments are names of columns and of bound values, never anything given.
"""


def away_between(person: str, since: str, until: str) -> str:
    """An SQL interval: how much of `since`..`until` the person was away, stretches that overlap counted once."""
    gone = f"""select range_agg(tstzrange(a.from_at, a.until_at)) from away_dates a
        where a.coach_id = {person} and a.until_at > {since}"""  # noqa: S608 (names are ours)
    return _length(f"({gone})", since, until)


def all_away_between(readers: str, since: str, until: str) -> str:
    """The same of several: only while all of them were away at once. `readers`: a query of one column, `reader_id`.

    One who is there can answer, so nobody's holiday stops the clock of a team (docs/decisions/waiting.md).
    """
    each = f"""select coalesce((
            select range_agg(tstzrange(a.from_at, a.until_at)) from away_dates a
            where a.coach_id = one.reader_id and a.until_at > {since}), '{{}}'::tstzmultirange) as gone
        from ({readers}) one"""  # noqa: S608 (names are ours)
    together = f"(select range_intersect_agg(each.gone) from ({each}) each)"  # noqa: S608 (names are ours)
    return _length(together, since, until)


def is_away(person: str, at: str) -> str:
    """An SQL condition: they are away at that moment."""
    return f"""exists (select from away_dates a
        where a.coach_id = {person} and a.from_at <= {at} and a.until_at > {at})"""


def _length(gone: str, since: str, until: str) -> str:
    # A range must not end before it begins: what was asked after `until` waits no time at all.
    waited = f"tstzmultirange(tstzrange({since}, greatest({since}, {until})))"
    return f"""(select coalesce(sum(upper(stretch) - lower(stretch)), interval '0')
        from unnest({gone} * {waited}) as stretch)"""  # noqa: S608 (names are ours)
