// Normalise: from what a feed wrote to what all feeds mean.
//
// In come the bytes of one value (an e-mail address, a phone number, a country, a URL, a user
// agent, a name); out go its canonical bytes, a small value, or the reason why it can't be used.
// Every function is pure: nothing here reads a clock, a file or a setting, keeps anything between
// calls, or destroys what it was given. Rules of single destinations (dots in gmail addresses,
// plus signs of phone numbers) are not applied here; they belong to Activation.
