"""A stand-in company that speaks the services' wire protocols, for everyone without a key.

One file per service (and more where its work is long), beside what they share: `service` (what makes one
service another than the next), `keys` (who calls, and which faults they ask for), `faults` (carrying them out
on the connection), `conversation` (the order of events in one call), `bodies` and `fields` (reading what was
sent), `ledger` and `voices` (the books), `links` and `storage` (sounds behind signed links), `speech` and
`sound`. Nothing here comes from the adapters or from the audio room, so that one side checks the other; `urls`
is all that the site sees of it.
"""
