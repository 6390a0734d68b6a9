//! Versions of connectors, and an integration's going on to another.

use patchbay_engine::Error;
use similar::TextDiff;

use crate::{
    ConnectorVersionView, ConnectorVersionsRequest, Context, IntegrationUpgradeAnswer,
    IntegrationUpgradeRequest,
};

pub(crate) async fn connector_versions(
    context: &Context,
    request: ConnectorVersionsRequest,
) -> Result<Vec<ConnectorVersionView>, Error> {
    let versions = context.engine.connector_versions(&request.key).await?;
    Ok(versions
        .into_iter()
        .map(|version| ConnectorVersionView {
            number: version.number,
            file: version.file,
            kept: version.kept,
            integrations: version.integrations,
        })
        .collect())
}

pub(crate) async fn integration_upgrade(
    context: &Context,
    request: IntegrationUpgradeRequest,
) -> Result<IntegrationUpgradeAnswer, Error> {
    let version = request.version.as_deref();
    let upgrade = if request.dry_run {
        context.engine.upgrade(&request.key, version).await?
    } else {
        context.engine.upgrade_integration(&request.key, version).await?
    };
    let (from, to) = (upgrade.from.version(), upgrade.to.version());
    let key = upgrade.from.key();
    let difference = TextDiff::from_lines(upgrade.from.text(), upgrade.to.text());
    Ok(IntegrationUpgradeAnswer {
        difference: difference
            .unified_diff()
            .header(&format!("{key} {from}"), &format!("{key} {to}"))
            .to_string(),
        from: from.to_owned(),
        to: to.to_owned(),
        saved: !request.dry_run,
        changes: upgrade.changes,
        problems: upgrade.problems,
        connections: u32::try_from(upgrade.connections).unwrap_or(u32::MAX),
    })
}
