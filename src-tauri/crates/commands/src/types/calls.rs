//! Calls: HTTP requests made through a connection.

use patchbay_engine::ErrorView;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A request to send through a connection.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct CallRequest {
    /// Id or key.
    pub connection: String,
    /// The HTTP method.
    pub method: String,
    /// A path under the base URL, with its query, or an absolute URL inside the binding.
    pub path: String,
    /// Headers; those that carry credentials are refused.
    #[serde(default)]
    pub headers: Vec<(String, String)>,
    /// The body as text.
    #[serde(default)]
    #[ts(optional)]
    pub body: Option<String>,
}

/// How a body is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum BodyEncoding {
    /// UTF-8 text.
    Text,
    /// Base64 of bytes that are no text.
    Base64,
}

/// What the provider answered.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CallAnswer {
    /// Id of the call's record.
    pub id: String,
    /// The provider's status.
    pub status: u16,
    /// The provider's headers, in order.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
    /// How the body is given.
    pub encoding: BodyEncoding,
    /// Whether the body was longer than 5 MiB and is cut.
    pub truncated: bool,
    /// The URL that was sent to, without secrets.
    pub url: String,
    /// Milliseconds from sending to the last byte.
    pub duration_ms: u32,
    /// How often it was sent: 2 after a refresh.
    pub attempts: u32,
}

/// What to list.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[ts(export, optional_fields)]
pub struct CallsRequest {
    /// Id or key of a connection.
    pub connection: Option<String>,
    /// At most so many; 100 where it is absent.
    pub limit: Option<u32>,
    /// Older than this call.
    pub before: Option<String>,
}

/// A call's record.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CallView {
    /// 24 hex.
    pub id: String,
    /// The connection.
    pub connection_id: String,
    /// When it was sent.
    #[ts(type = "number")]
    pub at: i64,
    /// The HTTP method.
    pub method: String,
    /// The URL, without secrets.
    pub url: String,
    /// The provider's status; none where nothing came back.
    pub status: Option<u16>,
    /// Why nothing was sent or came back.
    pub error: Option<ErrorView>,
    /// Milliseconds.
    pub duration_ms: u32,
    /// How often it was sent.
    pub attempts: u32,
}
