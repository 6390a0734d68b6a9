//! The history of a connection's override: restored, and compared with what is there now.

use patchbay_engine::{Code, Error};

use crate::{CompareAnswer, CompareRequest, Context, HistoryRef, ParametersSaveAnswer};

fn not_yet<T>() -> Result<T, Error> {
    Err(Error::new(Code::Internal, "This is being built."))
}

pub(crate) async fn parameters_restore(
    _context: &Context,
    _request: HistoryRef,
) -> Result<ParametersSaveAnswer, Error> {
    not_yet()
}

pub(crate) async fn compare(_context: &Context, _request: CompareRequest) -> Result<CompareAnswer, Error> {
    not_yet()
}
