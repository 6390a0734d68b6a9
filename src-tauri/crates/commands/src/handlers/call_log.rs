//! The log of all calls.

use patchbay_engine::{Code, Error};

use crate::{CallDetail, CallLogAnswer, CallLogRequest, CallRef, Context, HarAnswer};

fn not_yet<T>() -> Result<T, Error> {
    Err(Error::new(Code::Internal, "This is being built."))
}

pub(crate) async fn call_log(_context: &Context, _request: CallLogRequest) -> Result<CallLogAnswer, Error> {
    not_yet()
}

pub(crate) async fn call_show(_context: &Context, _request: CallRef) -> Result<CallDetail, Error> {
    not_yet()
}

pub(crate) async fn calls_har(_context: &Context, _request: CallLogRequest) -> Result<HarAnswer, Error> {
    not_yet()
}
