//! Connections: one authorised account of one tenant through one integration.

use patchbay_connector::Change;
use patchbay_engine::Health;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How a connection is doing, in words a person can act on.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct HealthView {
    /// The state and what belongs to it.
    #[serde(flatten)]
    pub health: Health,
    /// What it is, in a short sentence.
    pub words: String,
    /// What to do about it; none when all is well.
    pub next: Option<String>,
}

/// A connection in a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ConnectionSummary {
    /// 24 hex.
    pub id: String,
    /// The developer's own key for it.
    pub key: Option<String>,
    /// Name shown.
    pub name: String,
    /// Key of its integration.
    pub integration_key: String,
    /// Name of its integration.
    pub integration_name: String,
    /// Key of the connector.
    pub connector_key: String,
    /// Key of its tenant.
    pub tenant_key: String,
    /// The variant in force.
    pub variant: Option<String>,
    /// The sign-in option it was connected with.
    pub option: Option<String>,
    /// Number of leaves that its override sets.
    pub override_count: u32,
    /// How it is doing.
    pub health: HealthView,
    /// When the access token expires; none where that is unknown or never.
    #[ts(type = "number | null")]
    pub expires_at: Option<i64>,
    /// The last call through it.
    #[ts(type = "number | null")]
    pub last_call_at: Option<i64>,
    /// When it was last connected.
    #[ts(type = "number")]
    pub connected_at: i64,
    /// When it was first connected.
    #[ts(type = "number")]
    pub created_at: i64,
    /// When it was archived.
    #[ts(type = "number | null")]
    pub archived_at: Option<i64>,
}

/// What to list.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[ts(export, optional_fields)]
pub struct ConnectionsRequest {
    /// Part of a name, integration, tenant or variant.
    pub search: Option<String>,
    /// Key of an integration.
    pub integration: Option<String>,
    /// Key of a tenant.
    pub tenant: Option<String>,
    /// Archived ones too.
    pub include_archived: Option<bool>,
    /// At most so many; 200 where it is absent.
    pub limit: Option<u32>,
    /// The `next` of an earlier answer.
    pub after: Option<String>,
}

/// A page of connections, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ConnectionsAnswer {
    /// The connections.
    pub items: Vec<ConnectionSummary>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// Names a connection by id or key.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct ConnectionRef {
    /// Id or key.
    pub connection: String,
}

/// A new name for a connection.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct ConnectionRenameRequest {
    /// Id or key.
    pub connection: String,
    /// The new name, 1 to 200 characters.
    pub name: String,
}

/// A new key for a connection.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct ConnectionSetKeyRequest {
    /// Id or key.
    pub connection: String,
    /// The developer's own key for it, unique among the tenant's connections; null takes it away.
    pub key: Option<String>,
}

/// One connection, whole, without its parameters.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ConnectionDetail {
    /// What the list shows.
    pub summary: ConnectionSummary,
    /// Scopes that the effective parameters ask for.
    pub requested_scopes: Vec<String>,
    /// Scopes that the provider granted; none where the kind has no scopes.
    pub granted_scopes: Option<Vec<String>>,
    /// The origins its credentials may be sent to.
    pub binding: Vec<String>,
    /// Whether the provider gave a refresh token.
    pub has_refresh_token: bool,
    /// Where the effective parameters differ from what it was connected with.
    pub pending: Vec<Change>,
    /// Connector version it was connected with.
    pub connector_version: String,
}

/// How a connection's test request came out.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct TestAnswer {
    /// Whether the provider accepted the credentials.
    pub ok: bool,
    /// The provider's status.
    pub status: Option<u16>,
    /// What happened and what to do.
    pub words: String,
}

/// What archiving did.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ArchiveAnswer {
    /// The connection, archived.
    pub connection: ConnectionSummary,
    /// Why the grant could not be revoked at the provider; none where it was, or where there is nothing to revoke.
    pub warning: Option<String>,
}
