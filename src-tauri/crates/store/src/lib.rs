//! The data folder: SQLite tables and migrations, the lock that makes one engine of a folder, and the vault that
//! encrypts what is secret.
//!
//! Why a room of its own: only here are SQLite and the keyring named, and only here is a value encrypted or decrypted;
//! everything above handles [`patchbay_connector::Secret`] and records. Deliberately not here: HTTP, a clock (times
//! are passed in as UTC milliseconds), what a connector means, and the decision when to refresh or reconnect.
//!
//! All methods block. On async threads, write through `spawn_blocking`; reads never wait for a writer.

mod attempt_records;
mod attempts;
mod call_log;
mod condition;
mod connect;
mod connection_records;
mod connection_requests;
mod connections;
mod credentials;
mod db;
mod error;
mod folder;
mod ids;
mod integrations;
mod kept;
mod list;
mod lists;
mod migrate;
mod presets;
mod records;
mod saved_requests;
mod store;
mod tenants;
mod vault;
mod webhooks;
mod workspaces;

pub use attempt_records::{
    Attempt, AttemptFilter, AttemptLine, AttemptRow, AttemptStatus, CallFilter, CallRecord,
};
pub use call_log::{CallPage, CallQuery, CallRest, Patience};
pub use condition::FileCondition;
pub use connection_records::{
    Binding, ConnectCommit, Connection, ConnectionFilter, ConnectionRow, ConnectionSecrets, Credentials,
    HistoryEntry, How, NewOrExisting, StoredHealth,
};
pub use connection_requests::{ConnectionRequest, RequestStatus};
pub use error::{FolderError, KeyStoreError, StoreError, VaultError};
pub use folder::{EngineFile, Folder, HolderKind, default_folder, read_engine_file};
pub use ids::{is_id, new_id};
pub use lists::{ConnectionGroup, ConnectionPage, ConnectionQuery, Grouping};
pub use records::{
    Draft, Integration, IntegrationRow, NewIntegration, Preset, RedirectStrategy, SavedRequest, Surface,
    Tenant, TenantChange, TenantFilter, Workspace,
};
pub use store::Store;
pub use vault::{KeySource, KeyStore, Owner, SystemKeyring, Vault, VaultState};
pub use webhooks::{Delivery, DeliveryState, DeliveryTry};
