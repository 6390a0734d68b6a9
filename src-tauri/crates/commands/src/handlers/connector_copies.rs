//! Copies of connectors in files of one's own.

use patchbay_engine::Error;

use crate::{ConnectorCopyAnswer, ConnectorCopyRequest, Context};

pub(crate) async fn connector_copy(
    context: &Context,
    request: ConnectorCopyRequest,
) -> Result<ConnectorCopyAnswer, Error> {
    let new_key = request.new_key.as_deref();
    let (key, file) = context.engine.copy_connector(&request.key, new_key).await?;
    Ok(ConnectorCopyAnswer {
        key,
        file: file.display().to_string(),
    })
}
