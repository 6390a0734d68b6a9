//! Connections prepared from others.

use patchbay_engine::{Code, Error};

use crate::{ConnectionDuplicateRequest, Context, DraftView};

fn not_yet<T>() -> Result<T, Error> {
    Err(Error::new(Code::Internal, "This is being built."))
}

pub(crate) async fn connection_duplicate(
    _context: &Context,
    _request: ConnectionDuplicateRequest,
) -> Result<DraftView, Error> {
    not_yet()
}
