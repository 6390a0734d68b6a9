//! Connections prepared from others.

use patchbay_connector::{Patch, mask};
use patchbay_engine::Error;
use serde_json::Value;

use super::{drafts::draft_save, path};
use crate::{ConnectionDuplicateRequest, Context, DraftView};

pub(crate) async fn connection_duplicate(
    context: &Context,
    request: ConnectionDuplicateRequest,
) -> Result<DraftView, Error> {
    let source = context.engine.connection(&request.connection).await?.id;
    let live = context.engine.live(&source).await?;
    let wanted = source.clone();
    let row = context
        .engine
        .with_store(move |store| store.connection_row(&wanted))
        .await?
        .ok_or_else(|| Error::not_found("connection", &source))?;
    let option = row.connection.option;
    // Masked, as it crosses to the page: connecting takes the values from the source, inside the engine.
    let masked = mask(
        &live.secrets.overrides,
        &live.connector,
        option.as_deref(),
        &live.integration.marks,
    );
    let mut overrides = Patch::from_value(masked).map_err(Error::parameters)?;
    let variant = request
        .set
        .get("variant")
        .and_then(Value::as_str)
        .map(str::to_owned);
    for (name, value) in request.set {
        overrides
            .set(&path(&name)?, value)
            .map_err(|problem| Error::parameters(vec![problem]))?;
    }
    let given = request.name.filter(|name| !name.trim().is_empty());
    let name = given.unwrap_or_else(|| match variant.filter(|variant| !variant.is_empty()) {
        Some(variant) => format!("{} ({variant})", row.connection.name),
        None => format!("{} (copy)", row.connection.name),
    });
    let draft = DraftView {
        id: None,
        integration: row.integration_key,
        tenant: row.tenant_key,
        name,
        option,
        connection: None,
        defaults: false,
        copied_from: Some(source),
        preset: None,
        text: format!("{:#}", overrides.to_value()),
        updated_at: 0,
    };
    draft_save(context, draft).await
}
