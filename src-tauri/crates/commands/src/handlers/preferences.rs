//! What the developer likes.

use patchbay_engine::{Code, Error};

use crate::{Context, Nothing, Preferences, PreferencesChange};

fn not_yet<T>() -> Result<T, Error> {
    Err(Error::new(Code::Internal, "This is being built."))
}

pub(crate) async fn preferences(_context: &Context, _request: Nothing) -> Result<Preferences, Error> {
    not_yet()
}

pub(crate) async fn preferences_set(
    _context: &Context,
    _request: PreferencesChange,
) -> Result<Preferences, Error> {
    not_yet()
}
