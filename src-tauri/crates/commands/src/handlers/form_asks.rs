//! Forms without a token that wait for the developer's answer.

use patchbay_connector::mask;
use patchbay_engine::{Engine, Error, FormAsk};
use serde_json::json;

use crate::{Context, FormAskAnswerRequest, FormAskView, Nothing};

pub(crate) async fn form_asks(context: &Context, _: Nothing) -> Result<Vec<FormAskView>, Error> {
    let engine = &context.engine;
    let mut views = Vec::new();
    for ask in engine.form_asks().list(engine.now()) {
        views.push(view(engine, ask).await?);
    }
    Ok(views)
}

async fn view(engine: &Engine, ask: FormAsk) -> Result<FormAskView, Error> {
    let integration = engine.integration(&ask.integration_id).await?;
    let connector = engine
        .connector(&integration.connector_key, &integration.connector_version)
        .await?;
    let overrides = ask.overrides.as_ref().map_or_else(
        || json!({}),
        |patch| mask(patch, &connector, None, &integration.marks),
    );
    Ok(FormAskView {
        id: ask.id,
        at: ask.at,
        origin: ask.origin,
        integration_name: integration.name,
        name: ask.name,
        overrides,
        redirect_uri: ask.redirect_uri,
    })
}

pub(crate) async fn form_ask_answer(
    context: &Context,
    request: FormAskAnswerRequest,
) -> Result<Nothing, Error> {
    let engine = &context.engine;
    engine
        .form_asks()
        .answer(&request.id, request.allow, engine.now())?;
    Ok(Nothing {})
}
