//! Effective parameters, overrides, the dry run and drafts.

use std::collections::BTreeMap;

use patchbay_connector::{Change, Effect, Hidden, LeafView, ParamProblem, TracedPart, TracedRequest};
use patchbay_engine::ErrorView;
use patchbay_store::How;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

/// A connection's parameters.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ParametersView {
    /// The stored override, masked.
    pub overrides: Value,
    /// All layers laid on each other, each leaf with its provenance, masked.
    pub leaves: Vec<LeafView>,
    /// Variant leaves that a layer above the variant hides.
    pub hidden: Vec<Hidden>,
    /// What is wrong with the stored layers.
    pub problems: Vec<ParamProblem>,
    /// JSON Schema of what the developer sets.
    pub parameters_schema: Value,
}

/// What a dry run is about.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "kind",
    deny_unknown_fields
)]
#[ts(export)]
pub enum Subject {
    /// Unsaved edits of a connection.
    Connection {
        /// Id or key.
        connection: String,
    },
    /// A connection that is being prepared.
    New {
        /// Key of the integration.
        integration: String,
        /// Sign-in option.
        option: Option<String>,
        /// Id of the connection whose override it began as: masked leaves keep the values from there.
        #[serde(default, alias = "copied_from")]
        #[ts(optional)]
        copied_from: Option<String>,
        /// Id or name of the preset that it began as: masked leaves keep the values from there.
        #[serde(default)]
        #[ts(optional)]
        preset: Option<String>,
    },
}

/// An override to try, as JSON text or as an object; the text wins.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct PreviewRequest {
    /// What it is about.
    pub subject: Subject,
    /// The override as the developer typed it.
    #[serde(default)]
    #[ts(optional)]
    pub text: Option<String>,
    /// The override as an object.
    #[serde(default)]
    #[ts(optional)]
    pub overrides: Option<Value>,
    /// Single parameters by dotted path, laid on what `text` or `overrides` says (or on the stored override).
    #[serde(default)]
    #[ts(optional, as = "Option<BTreeMap<String, Value>>")]
    pub set: BTreeMap<String, Value>,
    /// Parameters to reset, by dotted path.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<String>>")]
    pub unset: Vec<String>,
}

/// What saving will do, in words and as facts.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SaveEffect {
    /// One or two sentences.
    pub words: String,
    /// The strongest effect among the changes.
    pub effect: Effect,
    /// Scopes that a reconnect would add.
    pub scopes_added: Vec<String>,
    /// Scopes that a reconnect would take away.
    pub scopes_removed: Vec<String>,
    /// Origins outside the binding to which calls would be refused.
    pub outside_binding: Vec<String>,
}

/// A dry run: what would be sent, and where each part of it comes from.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Preview {
    /// The override as understood, masked; none where the text is not JSON.
    pub overrides: Option<Value>,
    /// What is wrong with it; saving and connecting wait until this is empty.
    pub problems: Vec<ParamProblem>,
    /// Required parameters without a value: the developer's.
    pub missing: Vec<ParamProblem>,
    /// The effective parameters.
    pub leaves: Vec<LeafView>,
    /// Variant leaves that a layer above the variant hides.
    pub hidden: Vec<Hidden>,
    /// The difference from what is saved (a connection) or from the integration's defaults (a new one).
    pub changes: Vec<Change>,
    /// What saving will do.
    pub effect: SaveEffect,
    /// The authorize URL in parts; none for kinds without one.
    pub authorize: Option<Vec<TracedPart>>,
    /// The token request.
    pub token: Option<TracedRequest>,
    /// The refresh; none for kinds without one.
    pub refresh: Option<TracedRequest>,
    /// A sample call.
    pub call: Option<TracedRequest>,
    /// In words: what a placeholder stands for, and why a part could not be shown.
    pub unresolved: Vec<String>,
}

/// Saves an override.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct ParametersSaveRequest {
    /// Id or key.
    pub connection: String,
    /// The whole override as JSON text, in place of the stored one.
    #[serde(default)]
    #[ts(optional)]
    pub text: Option<String>,
    /// The whole override as an object.
    #[serde(default)]
    #[ts(optional)]
    pub overrides: Option<Value>,
    /// Single parameters by dotted path.
    #[serde(default)]
    #[ts(optional, as = "Option<BTreeMap<String, Value>>")]
    pub set: BTreeMap<String, Value>,
    /// Parameters to reset, by dotted path.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<String>>")]
    pub unset: Vec<String>,
}

/// What was saved, and what it does.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ParametersSaveAnswer {
    /// The parameters now.
    pub parameters: ParametersView,
    /// What changed.
    pub changes: Vec<Change>,
    /// What that does.
    pub effect: SaveEffect,
}

/// An earlier override of a connection.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct HistoryView {
    /// 24 hex.
    pub id: String,
    /// When it was saved.
    #[ts(type = "number")]
    pub at: i64,
    /// By which way.
    pub how: How,
    /// The override, masked.
    pub overrides: Value,
    /// What it changed in the effective parameters, masked; none where that can no longer be told.
    pub changes: Vec<Change>,
    /// Whether it is the one in force.
    pub current: bool,
}

/// Names one point in the history of a connection.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct HistoryRef {
    /// Id or key.
    pub connection: String,
    /// 24 hex.
    pub entry: String,
}

/// One side of a comparison.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "kind", deny_unknown_fields)]
#[ts(export)]
pub enum CompareSide {
    /// A connection as it is saved.
    Connection {
        /// Id or key.
        connection: String,
    },
    /// An integration's defaults.
    Integration {
        /// Key or id.
        integration: String,
    },
    /// An earlier point of a connection.
    History {
        /// Id or key of the connection.
        connection: String,
        /// 24 hex.
        entry: String,
    },
}

/// Two sides to lay beside each other.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct CompareRequest {
    /// The one side.
    pub left: CompareSide,
    /// The other.
    pub right: CompareSide,
}

/// Two sides, leaf by leaf.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CompareAnswer {
    /// Name of the left side.
    pub left_title: String,
    /// Name of the right side.
    pub right_title: String,
    /// Every leaf of either side, sorted by path.
    pub rows: Vec<CompareRow>,
    /// The left side's effective parameters as indented JSON, masked.
    pub left_text: String,
    /// The right side's.
    pub right_text: String,
}

/// One leaf on both sides.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CompareRow {
    /// Dotted path.
    pub path: String,
    /// On the left; none where it is not set there.
    pub left: Option<LeafView>,
    /// On the right.
    pub right: Option<LeafView>,
    /// Whether both have the same value; secrets are compared in the clear, and shown masked.
    pub same: bool,
}

/// A named override.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PresetView {
    /// 24 hex.
    pub id: String,
    /// Its name, unique without regard to case.
    pub name: String,
    /// Key of the integration it was made on; it may be applied to others.
    pub integration: Option<String>,
    /// The override, masked.
    pub overrides: Value,
    /// When it was last changed.
    #[ts(type = "number")]
    pub updated_at: i64,
}

/// A named override to keep.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct PresetSaveRequest {
    /// The preset to change, also one that was deleted within the last hour: it is there again. A new one where it is
    /// absent.
    #[serde(default)]
    #[ts(optional)]
    pub id: Option<String>,
    /// Its name, 1 to 100 characters.
    pub name: String,
    /// Key of the integration that it is made on.
    #[serde(default)]
    #[ts(optional)]
    pub integration: Option<String>,
    /// Id or key of a connection from whose stored override masked leaves are taken; else they keep what the preset has.
    #[serde(default)]
    #[ts(optional)]
    pub from: Option<String>,
    /// The override as JSON text.
    pub text: String,
}

/// Names a preset by id or name.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct PresetRef {
    /// Id or name.
    pub preset: String,
}

/// Lays a preset on the overrides of connections (RFC 7396: what it does not name stays).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct PresetApplyRequest {
    /// Id or name.
    pub preset: String,
    /// Ids or keys, at most 1,000.
    pub connections: Vec<String>,
    /// Only says what it would do.
    #[serde(default)]
    pub dry_run: bool,
}

/// What a preset did to one connection.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PresetApplied {
    /// The connection's id.
    pub connection: String,
    /// Its name.
    pub name: String,
    /// What changed.
    pub changes: Vec<Change>,
    /// What that does; none where it could not be applied.
    pub effect: Option<SaveEffect>,
    /// The point of its history to restore to undo it; none where nothing was saved or there is none before.
    pub undo: Option<String>,
    /// Why it could not be applied.
    pub error: Option<ErrorView>,
}

/// A connection that is being prepared, or unsaved edits of a connection or of an integration's defaults.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct DraftView {
    /// 24 hex; absent for a new one.
    #[serde(default)]
    pub id: Option<String>,
    /// Key of the integration.
    pub integration: String,
    /// Key of the tenant.
    pub tenant: String,
    /// Name the connection will have; empty means the integration's.
    pub name: String,
    /// Sign-in option.
    #[serde(default)]
    pub option: Option<String>,
    /// Id of the connection whose unsaved edits these are; none for a connection that is being prepared. A connection has
    /// at most one such draft, and saving its whole override discards it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub connection: Option<String>,
    /// It is the unsaved edits of the integration's defaults (of `option`, where that is named): at most one such draft
    /// for each, and saving those defaults whole discards it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub defaults: bool,
    /// Id of the connection whose override it began as: masked leaves keep the values from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub copied_from: Option<String>,
    /// Id or name of the preset that it began as: masked leaves keep the values from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub preset: Option<String>,
    /// The override as the developer typed it, valid or not.
    pub text: String,
    /// When it was last changed.
    #[serde(default)]
    #[ts(type = "number")]
    pub updated_at: i64,
}

/// Names a draft.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct DraftRef {
    /// 24 hex.
    pub id: String,
}
