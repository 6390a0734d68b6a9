//! Versions of connectors, and an integration's going on to another.

use patchbay_connector::{Change, ParamProblem};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Names a connector.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct ConnectorVersionsRequest {
    /// The connector's key.
    pub key: String,
}

/// One version of a connector.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ConnectorVersionView {
    /// Its number.
    pub number: String,
    /// The developer's own file that it is from.
    pub file: Option<String>,
    /// Whether it is only kept because something uses it: its file is gone.
    pub kept: bool,
    /// The keys of the integrations that are pinned to it.
    pub integrations: Vec<String>,
}

/// Another version for an integration.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct IntegrationUpgradeRequest {
    /// The integration's key or id.
    pub key: String,
    /// The version; the one that is offered where it is absent. An older one is possible too.
    #[serde(default)]
    #[ts(optional)]
    pub version: Option<String>,
    /// Whether only to say what it would mean.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub dry_run: bool,
}

/// What another version means for an integration.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct IntegrationUpgradeAnswer {
    /// The version that it had.
    pub from: String,
    /// The other.
    pub to: String,
    /// Whether it has the other now.
    pub saved: bool,
    /// What changes in the parameters of a connection without an override, in any option.
    pub changes: Vec<Change>,
    /// What of the integration's own parameters the other version does not take; until they are changed it cannot go on.
    pub problems: Vec<ParamProblem>,
    /// Connections that are not archived. They keep their grant; what differs takes effect as each change says.
    pub connections: u32,
    /// The difference of the two files, as `diff -u` writes it.
    pub difference: String,
}
