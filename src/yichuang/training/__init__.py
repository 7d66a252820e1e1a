"""Who may come to a window at all: the qualification review before it, and the certificate while there.

Words: nomination (选派) · candidate · point of the review and its finding · exception (from the age limit) ·
posted, withdrawn · taken over (held a post before the hall chose where its staff come from) · certificate
(上岗证) · test (without a passed one no certificate, none lasts longer than to the next).
It answers who is fit for a post on a day.  It never knows the posts, what somebody has in hand is asked by a
port; names, numbers and health lie in the vault.
"""
