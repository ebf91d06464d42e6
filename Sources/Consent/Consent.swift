// Consent: what may be done with whose data, and the proof of it.
//
// Signals come in as sources send them: consent strings, flags, headers, unsubscribes. Rules turn
// them into grants and refusals of our purposes; a chained ledger keeps every one so that any later
// change shows; decisions tell for each unit and purpose what holds at an instant, and coverage how
// many are lost to what. Retention and erasure are plans made here and carried out elsewhere.
//
// Everything here is a function from values to values. It reads no file and no clock, opens no
// store and shows nobody's data.
