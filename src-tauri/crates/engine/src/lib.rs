//! What Patchbay does: attempts, grants and refresh, calls, binding.
//!
//! HTTP, the clock and the sign-in surface come in through parameters ([`http::Http`], [`Clock`], [`Surfaces`]), so that
//! everything here runs with no display, no D-Bus and no network. What is deliberately not here: Tauri, an HTTP server,
//! SQL, the keyring.

mod access;
mod burst;
mod call;
mod catalogue;
mod changed;
mod compare;
mod connect;
mod connection_edits;
mod connections;
mod connector_copies;
mod connector_folders;
mod diagnostics;
mod dpop_nonces;
mod engine;
mod error;
mod expiry;
mod files;
mod first_start;
mod form_asks;
mod grant;
mod health;
mod history;
pub mod http;
mod integrations;
mod kept_from;
mod list_health;
mod listeners;
mod live;
mod mint;
mod observe;
mod parameters;
mod ports;
mod preferences;
mod presets;
mod refresh;
mod sandbox;
mod secret_marks;
mod send;
mod sign;
mod sign_in_options;
mod tenants;
mod token;
mod tokens;
mod versions;
mod webhooks;
mod who;
mod wire_log;

pub use access::{Access, AccessChange, PublicKey};
pub use burst::{Burst, BurstOf, Ended};
pub use call::{Call, Called, REPLAY_LIMIT, Redacted, Sent, is_hop_by_hop};
pub use catalogue::{BadFile, OwnFile};
pub use changed::{Changed, ChangedWhat};
pub use compare::{ComparedLeaf, Comparison, Side};
pub use connect::{Choice, ConnectRequest, DevicePrompt, Outcome, Progress, Redirected};
pub use connection_edits::SetConnection;
pub use connections::TestResult;
pub use connector_folders::ConnectorFolder;
pub use diagnostics::{Check, CheckState, Surroundings};
pub use engine::{Engine, Parts, Settings};
pub use error::{Code, Error, ErrorView};
pub use files::{FileChange, FileTrouble, FilesPlan, WorkspaceFile};
pub use first_start::{SANDBOX, SandboxClient, TEST_TENANT};
pub use form_asks::{FormAsk, FormAsks};
pub use grant::Grant;
pub use health::Health;
pub use history::HistoryPoint;
pub use integrations::{AddIntegration, SetIntegration};
pub use kept_from::KeptFrom;
pub use listeners::{DeepLink, Listener, Listeners};
pub use live::{Live, override_hash};
pub use parameters::{Edit, Trial};
pub use ports::{Clock, NoSurfaces, Opening, SurfaceError, Surfaces, SystemClock};
pub use preferences::{Preferences, PreferencesChange, ThemeChoice};
pub use presets::SavePreset;
pub use sandbox::{
    BuiltInProvider, SandboxClientView, SandboxEnvironment, SandboxFaults, SandboxGrant, SandboxSelection,
    SandboxToken, SandboxUser, SandboxView,
};
pub use sign_in_options::{OptionsFor, SignInOption};
pub use tokens::{Bearer, TokenFor};
pub use versions::{ConnectorVersion, Upgrade};
pub use webhooks::{Delivery, DeliveryState, LifecycleEvent, WebhookChange, WebhookSettings};
pub use who::Who;
pub use wire_log::{Remedy, WireLog, WireRequest};
