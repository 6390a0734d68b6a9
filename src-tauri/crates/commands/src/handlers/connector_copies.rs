//! Copies of connectors in files of one's own.

use patchbay_engine::{Code, Error};

use crate::{ConnectorCopyAnswer, ConnectorCopyRequest, Context};

fn not_yet<T>() -> Result<T, Error> {
    Err(Error::new(Code::Internal, "This is being built."))
}

pub(crate) async fn connector_copy(
    _context: &Context,
    _request: ConnectorCopyRequest,
) -> Result<ConnectorCopyAnswer, Error> {
    not_yet()
}
