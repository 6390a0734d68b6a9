//! The records of workspaces, tenants, integrations, drafts, presets and their words.
//!
//! What a connection consists of is in `connection_records`. Times are UTC milliseconds. Nothing with a secret in it
//! has `Serialize`.

use std::collections::{BTreeMap, BTreeSet};

use patchbay_connector::{Patch, Secret, SecretMarks};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The developer's account: one to a folder.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// Its id.
    pub id: String,
    /// The workspace key, `iss` of a token.
    pub key: String,
    /// The secret that tokens are signed with.
    pub secret: Secret<String>,
    /// When it was made.
    pub created_at: i64,
}

/// A customer or user of the developer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenant {
    /// Its id.
    pub id: String,
    /// The developer's own key for it; any text.
    pub key: String,
    /// A name for people.
    pub name: String,
    /// What the developer's tokens say of it (claim `fields`): a JSON object. Plain, so never a secret.
    pub fields: Value,
    /// What the developer notes about it: a JSON object. Plain, so never a secret.
    pub meta: Value,
    /// When it was first seen.
    pub created_at: i64,
    /// When it was last changed.
    pub updated_at: i64,
    /// When it was archived, if it was. Its next token brings it back.
    pub archived_at: Option<i64>,
}

/// What to change of a tenant; `None` leaves it.
#[derive(Debug, Clone, Default)]
pub struct TenantChange {
    /// Another key.
    pub key: Option<String>,
    /// Another name.
    pub name: Option<String>,
    /// Other fields; replaces them all.
    pub fields: Option<Value>,
    /// Another meta; replaces all of it.
    pub meta: Option<Value>,
}

/// Which tenants a page shows. Newest first.
#[derive(Debug, Clone, Default)]
pub struct TenantFilter {
    /// Text that the name or key contains, without regard to case.
    pub search: Option<String>,
    /// Archived ones too.
    pub include_archived: bool,
    /// How many at most; 0 means 50.
    pub limit: u32,
    /// The id of the last row of the page before.
    pub after: Option<String>,
}

/// A request that is kept for a console.
#[derive(Debug, Clone)]
pub struct SavedRequest {
    /// Its id, made by the caller.
    pub id: String,
    /// The integration whose connections it is for.
    pub integration_id: String,
    /// Its name, unique among those of the integration.
    pub name: String,
    /// The JSON of the rooms above: method, path, headers, body.
    pub body: Secret<Vec<u8>>,
    /// When it was last saved.
    pub updated_at: i64,
}

/// How a redirect comes back (design section 4.4).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum RedirectStrategy {
    /// `patchbay://oauth/callback/<integration key>`.
    DeepLink,
    /// `http://127.0.0.1:<port>/oauth-callback/<integration key>`.
    #[default]
    Loopback,
    /// An https page of the developer's that forwards to either.
    Relay {
        /// The page's URL, as registered at the provider.
        url: String,
    },
    /// The user pastes the redirected URL.
    Paste,
}

/// Where the user authorises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum Surface {
    /// An isolated webview window of the app.
    #[default]
    Window,
    /// The system browser.
    Browser,
    /// A popup that the SDK opened in the developer's page.
    Popup,
}

impl Surface {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::Browser => "browser",
            Self::Popup => "popup",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Window, Self::Browser, Self::Popup]
            .into_iter()
            .find(|surface| surface.as_str() == text)
    }
}

/// What a new integration consists of.
#[derive(Debug, Clone)]
pub struct NewIntegration {
    /// Its key; immutable, unique among those that are not archived.
    pub key: String,
    /// A name for people.
    pub name: String,
    /// The connector's key.
    pub connector_key: String,
    /// The connector's version.
    pub connector_version: String,
    /// The integration's default connector parameters.
    pub parameters: Patch,
    /// The same for each option, by the option's key.
    pub option_parameters: BTreeMap<String, Patch>,
    /// How its redirects come back.
    pub redirect: RedirectStrategy,
    /// Where its users authorise.
    pub surface: Surface,
    /// What it is for, in the developer's words.
    pub description: Option<String>,
    /// What the developer notes about it: a JSON object. Plain, so never a secret.
    pub meta: Value,
    /// Keys of the connector's options that are not offered.
    pub disabled_options: BTreeSet<String>,
}

/// A workspace's use of a connector.
#[derive(Debug, Clone)]
pub struct Integration {
    /// Its id.
    pub id: String,
    /// Its key; immutable.
    pub key: String,
    /// A name for people.
    pub name: String,
    /// The connector's key.
    pub connector_key: String,
    /// The connector's version.
    pub connector_version: String,
    /// The integration's default connector parameters. Empty where `unreadable`.
    pub parameters: Patch,
    /// The same for each option. Empty where `unreadable`.
    pub option_parameters: BTreeMap<String, Patch>,
    /// The parameters are there, but their key is gone (another start in memory, or "start over"): they need entry.
    /// An update replaces them.
    pub unreadable: bool,
    /// How its redirects come back.
    pub redirect: RedirectStrategy,
    /// Where its users authorise.
    pub surface: Surface,
    /// What it is for, in the developer's words.
    pub description: Option<String>,
    /// What the developer notes about it: a JSON object. Plain, so never a secret.
    pub meta: Value,
    /// Keys of the connector's options that are not offered.
    pub disabled_options: BTreeSet<String>,
    /// Which undeclared leaves the developer called a secret, or none; the override of a connection included.
    pub marks: SecretMarks,
    /// Goes up by one with each change; an update with an old one is refused.
    pub revision: i64,
    /// When it was made.
    pub created_at: i64,
    /// When it was last changed.
    pub updated_at: i64,
    /// When it was archived, if it was.
    pub archived_at: Option<i64>,
}

/// An integration as lists need it: plain columns, readable while the vault is locked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntegrationRow {
    /// Its id.
    pub id: String,
    /// Its key.
    pub key: String,
    /// A name for people.
    pub name: String,
    /// The connector's key.
    pub connector_key: String,
    /// The connector's version.
    pub connector_version: String,
    /// How many connections it has that are not archived.
    pub connections: i64,
    /// When it was made.
    pub created_at: i64,
    /// When it was last changed.
    pub updated_at: i64,
    /// When it was archived, if it was.
    pub archived_at: Option<i64>,
}

/// A connection that is being prepared, or unsaved edits of one. The body is the rooms' above, sealed whole.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Its id, made by the caller.
    pub id: String,
    /// JSON of the rooms above.
    pub body: Secret<Vec<u8>>,
    /// When it was last saved.
    pub updated_at: i64,
}

/// A named override.
#[derive(Debug, Clone)]
pub struct Preset {
    /// Its id, made by the caller.
    pub id: String,
    /// Its name; unique without regard to case.
    pub name: String,
    /// Key of the integration that it was made on.
    pub integration: Option<String>,
    /// The override. Empty where `unreadable`.
    pub overrides: Patch,
    /// It is there, but its key is gone.
    pub unreadable: bool,
    /// Paths that were typed or taken over as secrets: masked whatever they look like.
    pub secrets: BTreeSet<String>,
    /// When it was last saved.
    pub updated_at: i64,
    /// When it was deleted, if it was.
    pub deleted_at: Option<i64>,
}
