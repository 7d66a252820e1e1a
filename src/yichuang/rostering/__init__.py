"""Plans a month: who sits at which post when, so that no post is vacant; mends it when somebody is ill.

Words: problem (posts, people, sessions, rules) · shift (one session of one post on one day) · roster (who has
which shift) · pin (a cell that is not to be moved) · absence · relaxation (a rule bent for one person, named)
· bound (no roster costs less, proven) · gap (how far the roster is from it).
Pure: values in, values out; it knows no hall, no database and no clock of the hall.  ``engine`` searches and
needs OR-Tools, which the serving process never loads; ``checker`` shares no line with it.  docs/roster.md
explains the model.
"""
