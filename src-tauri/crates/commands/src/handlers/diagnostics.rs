//! A look at everything that Patchbay needs.

use patchbay_engine::{Code, Error};

use crate::{Context, DiagnosticsAnswer, Nothing};

fn not_yet<T>() -> Result<T, Error> {
    Err(Error::new(Code::Internal, "This is being built."))
}

pub(crate) async fn diagnostics(_context: &Context, _request: Nothing) -> Result<DiagnosticsAnswer, Error> {
    not_yet()
}
