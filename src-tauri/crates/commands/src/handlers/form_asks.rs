//! Forms without a token that wait for the developer's answer.

use patchbay_engine::Error;

use crate::{Context, FormAskAnswerRequest, FormAskView, Nothing};

pub(crate) async fn form_asks(_: &Context, _: Nothing) -> Result<Vec<FormAskView>, Error> {
    Ok(Vec::new())
}

pub(crate) async fn form_ask_answer(_: &Context, request: FormAskAnswerRequest) -> Result<Nothing, Error> {
    Err(Error::not_found("form", &request.id))
}
