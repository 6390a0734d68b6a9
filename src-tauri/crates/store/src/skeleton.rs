//! Signatures only, for a quarter of an hour.
#![allow(missing_docs, clippy::todo, unused_variables)]
use crate::*;
use patchbay_connector::{Patch, Secret, SecretMarks};
use serde_json::Value;
use std::sync::Arc;
type R<T> = Result<T, StoreError>;

#[derive(Clone)]
pub struct Store {
    vault: Vault,
}
impl Store {
    pub fn open(folder: &Folder, keys: Arc<dyn KeyStore>) -> R<Store> { todo!() }
    pub fn vault(&self) -> &Vault { &self.vault }
    pub fn workspace(&self) -> R<Option<Workspace>> { todo!() }
    pub fn ensure_workspace(&self, now: i64) -> R<Workspace> { todo!() }
    pub fn tenant_upsert(&self, key: &str, name: Option<&str>, now: i64) -> R<Tenant> { todo!() }
    pub fn tenants(&self) -> R<Vec<Tenant>> { todo!() }
    pub fn tenant(&self, id: &str) -> R<Option<Tenant>> { todo!() }
    pub fn tenant_by_key(&self, key: &str) -> R<Option<Tenant>> { todo!() }
    pub fn integration_insert(&self, new: &NewIntegration, now: i64) -> R<Integration> { todo!() }
    pub fn integration_by_key(&self, key: &str) -> R<Option<Integration>> { todo!() }
    pub fn integration_by_id(&self, id: &str) -> R<Option<Integration>> { todo!() }
    pub fn integrations(&self, include_archived: bool) -> R<Vec<Integration>> { todo!() }
    pub fn integration_rows(&self, include_archived: bool) -> R<Vec<IntegrationRow>> { todo!() }
    pub fn integration_update(&self, changed: &Integration, now: i64) -> R<Integration> { todo!() }
    pub fn integration_archive(&self, id: &str, now: i64) -> R<()> { todo!() }
    pub fn connections_page(&self, filter: &ConnectionFilter) -> R<Vec<ConnectionRow>> { todo!() }
    pub fn connections_count(&self, filter: &ConnectionFilter) -> R<i64> { todo!() }
    pub fn connection(&self, id: &str) -> R<Option<Connection>> { todo!() }
    pub fn connections_by_key(&self, key: &str) -> R<Vec<Connection>> { todo!() }
    pub fn connection_secrets(&self, id: &str) -> R<ConnectionSecrets> { todo!() }
    pub fn connect_commit(&self, commit: &ConnectCommit, now: i64) -> R<Connection> { todo!() }
    pub fn credentials(&self, id: &str) -> R<Option<Credentials>> { todo!() }
    pub fn grant(&self, id: &str) -> R<Option<Secret<Vec<u8>>>> { todo!() }
    pub fn binding(&self, id: &str) -> R<Option<Binding>> { todo!() }
    pub fn refresh_intent(&self, id: &str, now: i64) -> R<()> { todo!() }
    /// Connections whose refresh was begun and never ended, with the time it began.
    pub fn refresh_intents(&self) -> R<Vec<(String, i64)>> { todo!() }
    /// Returns the new epoch. `credentials.refresh_token: None` keeps the stored refresh token.
    pub fn refresh_commit(&self, id: &str, credentials: &Credentials, grant: Option<&Secret<Vec<u8>>>, now: i64) -> R<i64> { todo!() }
    /// `retry_after`: milliseconds from `now`.
    pub fn refresh_failed(&self, id: &str, cause: &str, retry_after: i64, now: i64) -> R<()> { todo!() }
    /// When the last refresh failed, until one succeeds.
    pub fn refresh_failed_at(&self, id: &str) -> R<Option<i64>> { todo!() }
    pub fn set_health(&self, id: &str, health: &StoredHealth, now: i64) -> R<()> { todo!() }
    pub fn set_variant(&self, id: &str, variant: Option<&str>, now: i64) -> R<()> { todo!() }
    /// Returns the history entry's id.
    pub fn set_override(&self, id: &str, overrides: &Patch, marks: &SecretMarks, how: How, now: i64) -> R<String> { todo!() }
    pub fn override_history(&self, id: &str) -> R<Vec<HistoryEntry>> { todo!() }
    pub fn rename(&self, id: &str, name: &str, now: i64) -> R<()> { todo!() }
    pub fn set_connection_key(&self, id: &str, key: Option<&str>, now: i64) -> R<()> { todo!() }
    pub fn archive(&self, id: &str, now: i64) -> R<()> { todo!() }
    pub fn restore(&self, id: &str, now: i64) -> R<()> { todo!() }
    /// Off the hot path: written with the next batch.
    pub fn touch_call(&self, id: &str, now: i64) { todo!() }
    pub fn attempt_insert(&self, attempt: &Attempt) -> R<()> { todo!() }
    pub fn attempt_by_state_hash(&self, hash: &[u8; 32]) -> R<Option<Attempt>> { todo!() }
    /// Plain columns only: works while the vault is locked.
    pub fn attempt_row_by_state_hash(&self, hash: &[u8; 32]) -> R<Option<AttemptRow>> { todo!() }
    pub fn attempt_row(&self, id: &str) -> R<Option<AttemptRow>> { todo!() }
    pub fn attempt(&self, id: &str) -> R<Option<Attempt>> { todo!() }
    /// pending → redeeming, once; false where it was not pending or its time is over.
    pub fn attempt_consume(&self, id: &str, now: i64) -> R<bool> { todo!() }
    /// false where it was over already.
    pub fn attempt_finish(&self, id: &str, status: AttemptStatus, outcome: &Value, now: i64) -> R<bool> { todo!() }
    /// Pending ones past their time become `Expired`; returns their ids.
    pub fn attempts_expire(&self, now: i64) -> R<Vec<String>> { todo!() }
    pub fn attempt_log(&self, id: &str, at: i64, step: &str, text: &str) -> R<()> { todo!() }
    pub fn attempt_lines(&self, id: &str) -> R<Vec<AttemptLine>> { todo!() }
    pub fn draft_upsert(&self, draft: &Draft) -> R<()> { todo!() }
    pub fn drafts(&self) -> R<Vec<Draft>> { todo!() }
    pub fn draft(&self, id: &str) -> R<Option<Draft>> { todo!() }
    pub fn draft_delete(&self, id: &str) -> R<()> { todo!() }
    pub fn connector_text_keep(&self, key: &str, version: &str, text: &str) -> R<()> { todo!() }
    pub fn connector_text(&self, key: &str, version: &str) -> R<Option<String>> { todo!() }
    pub fn setting(&self, name: &str) -> R<Option<Value>> { todo!() }
    pub fn set_setting(&self, name: &str, value: &Value) -> R<()> { todo!() }
    /// A setting that is a secret: sealed.
    pub fn sealed_setting(&self, name: &str) -> R<Option<Secret<Vec<u8>>>> { todo!() }
    pub fn set_sealed_setting(&self, name: &str, value: &Secret<Vec<u8>>) -> R<()> { todo!() }
    /// Never blocks, never fails: a full queue drops the record and counts it.
    pub fn call_record(&self, record: CallRecord) { todo!() }
    pub fn calls_flush(&self) { todo!() }
    pub fn calls(&self, filter: &CallFilter) -> R<Vec<CallRecord>> { todo!() }
    pub fn calls_purge(&self, now: i64) -> R<()> { todo!() }
}
