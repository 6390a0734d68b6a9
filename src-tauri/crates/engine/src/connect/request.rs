//! What every way of asking for a connect becomes (design section 4.1).

use patchbay_connector::Patch;
use patchbay_store::{How, Surface};
use serde_json::Value;

use crate::{KeptFrom, Who};

/// A request to connect.
#[derive(Debug, Clone)]
pub struct ConnectRequest {
    /// Key or id of the integration; taken from `connection` where that is given.
    pub integration: Option<String>,
    /// Reconnects this connection: id, key, or its integration's id or key.
    pub connection: Option<String>,
    /// The draft this comes from.
    pub draft: Option<String>,
    /// Key of the tenant, where the developer or an admin asks.
    pub tenant: String,
    /// Name of the connection.
    pub name: Option<String>,
    /// Sign-in option.
    pub option: Option<String>,
    /// What the end user typed. Absent keeps the stored one of a reconnect.
    pub input: Option<Patch>,
    /// The override. Absent keeps the stored one of a reconnect.
    pub overrides: Option<Patch>,
    /// What the override began as: where masked leaves have their values that nothing is stored for yet.
    pub kept_from: KeptFrom,
    /// A new connection even where the tenant has one.
    pub multiple: bool,
    /// Where the user authorises.
    pub surface: Option<Surface>,
    /// By which way it was asked for.
    pub how: How,
    /// Who asks. A tenant is confined to what is its own; `tenant` is then not looked at.
    pub who: Who,
    /// The developer's own key for the connection. One that the tenant already uses means that connection.
    pub key: Option<String>,
    /// What the asker needs to know to be answered once the attempt has ended; kept with it, without secrets.
    pub reply: Option<Value>,
}
