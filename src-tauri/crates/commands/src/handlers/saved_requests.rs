//! Requests that are kept.

use patchbay_engine::{Code, Error};

use crate::{Context, Nothing, SavedRequest, SavedRequestRef, SavedRequestsRequest};

fn not_yet<T>() -> Result<T, Error> {
    Err(Error::new(Code::Internal, "This is being built."))
}

pub(crate) async fn saved_requests(
    _context: &Context,
    _request: SavedRequestsRequest,
) -> Result<Vec<SavedRequest>, Error> {
    not_yet()
}

pub(crate) async fn saved_request_save(
    _context: &Context,
    _request: SavedRequest,
) -> Result<SavedRequest, Error> {
    not_yet()
}

pub(crate) async fn saved_request_delete(
    _context: &Context,
    _request: SavedRequestRef,
) -> Result<Nothing, Error> {
    not_yet()
}
