//! The API's address, who may use it, and what came in.

use patchbay_engine::Error;

use crate::{ApiAccessSetRequest, ApiRequestView, ApiView, Context, Nothing, WebhookView};

pub(crate) async fn api(context: &Context, _: Nothing) -> Result<ApiView, Error> {
    view(context).await
}

pub(crate) async fn api_access_set(context: &Context, _: ApiAccessSetRequest) -> Result<ApiView, Error> {
    view(context).await
}

pub(crate) async fn api_requests(_: &Context, _: Nothing) -> Result<Vec<ApiRequestView>, Error> {
    Ok(Vec::new())
}

pub(super) async fn view(context: &Context) -> Result<ApiView, Error> {
    let engine = &context.engine;
    let listener = engine.listeners().api;
    Ok(ApiView {
        url: listener.url,
        off: listener.off,
        workspace_key: engine
            .with_store(patchbay_store::Store::workspace)
            .await?
            .map(|workspace| workspace.key),
        builtin_origins: Vec::new(),
        origins: Vec::new(),
        redirect_uris: Vec::new(),
        tokenless_forms: false,
        public_keys: Vec::new(),
        webhook: WebhookView {
            url: None,
            hosts: Vec::new(),
        },
    })
}
