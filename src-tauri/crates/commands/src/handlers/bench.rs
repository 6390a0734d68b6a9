//! Time and load on a connection, for seeing what the engine does.

use patchbay_engine::{Code, Error};

use crate::{CallsBurstAnswer, CallsBurstRequest, ConnectionDetail, ConnectionExpireRequest, Context};

fn not_yet<T>() -> Result<T, Error> {
    Err(Error::new(Code::Internal, "This is being built."))
}

pub(crate) async fn connection_expire(
    _context: &Context,
    _request: ConnectionExpireRequest,
) -> Result<ConnectionDetail, Error> {
    not_yet()
}

pub(crate) async fn calls_burst(
    _context: &Context,
    _request: CallsBurstRequest,
) -> Result<CallsBurstAnswer, Error> {
    not_yet()
}
