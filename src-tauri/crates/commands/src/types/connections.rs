//! Connections: one authorised account of one tenant through one integration.

use patchbay_connector::{AuthKind, Change};
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
    /// A filter as a person types it: words that must all be found, `field:word` in one field (`name`, `tenant`,
    /// `integration`, `env`, `option`, `key`, `is`, `needs`, `override`), `"two words"`, `-word` excludes.
    pub filter: Option<String>,
    /// Brings what belongs together to the same place, in the order of `groups`.
    pub group: Option<ConnectionGrouping>,
    /// How many to pass over; not with `after`.
    pub offset: Option<u32>,
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
    /// How many there are over all pages; none where pages are asked for by `after`.
    pub total: Option<u32>,
    /// The groups in the order in which they follow each other, with the first page; empty where none were asked for.
    pub groups: Vec<ConnectionGroup>,
}

/// What connections are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum ConnectionGrouping {
    /// Their integration.
    Integration,
    /// Their tenant.
    Tenant,
    /// The variant in force: the environment.
    Variant,
}

/// One group of a grouped list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ConnectionGroup {
    /// The integration's or tenant's key, or the variant; empty where there is none.
    pub key: String,
    /// Name shown.
    pub title: String,
    /// How many connections it has.
    pub count: u32,
}

/// The ids of connections, for acting on all that a filter found.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ConnectionIdsAnswer {
    /// At most 10,000, in the order of the list.
    pub ids: Vec<String>,
    /// How many the filter found.
    pub total: u32,
}

/// A connection to prepare anew: same integration, tenant, option and override.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct ConnectionDuplicateRequest {
    /// Id or key.
    pub connection: String,
    /// Name of the new one; made from the old one's where it is absent.
    #[serde(default)]
    #[ts(optional)]
    pub name: Option<String>,
    /// Parameters in which the new one differs, by dotted path (`variant` for "connect the sandbox too").
    #[serde(default)]
    #[ts(
        optional,
        as = "Option<std::collections::BTreeMap<String, serde_json::Value>>"
    )]
    pub set: std::collections::BTreeMap<String, serde_json::Value>,
}

/// Sets when a connection's access token counts as expired.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct ConnectionExpireRequest {
    /// Id or key.
    pub connection: String,
    /// Milliseconds from now; 0 is now.
    pub in_ms: u32,
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
    /// How it signs in; none where its parameters cannot be read.
    pub kind: Option<AuthKind>,
    /// When the access token was obtained; none where there is none.
    #[ts(type = "number | null")]
    pub obtained_at: Option<i64>,
    /// Whether a new access token can be had without the user.
    pub can_refresh: bool,
    /// Why the last refresh failed, in words; none where it did not.
    pub refresh_error: Option<String>,
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
