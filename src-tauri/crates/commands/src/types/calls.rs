//! Calls: HTTP requests made through a connection.

use patchbay_engine::ErrorView;
use serde::{Deserialize, Serialize};
use serde_json::Value;
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
    /// Where the time went.
    pub timing: CallTiming,
    /// The headers that were sent, in order; credentials masked.
    pub sent: Vec<(String, String)>,
    /// Dotted paths that the override in force set.
    pub overridden: Vec<String>,
}

/// Where the time of a call went. Milliseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CallTiming {
    /// Until parameters and credentials were there; a refresh is in it.
    pub prepare_ms: f64,
    /// From sending to the head of the answer.
    pub wait_ms: f64,
    /// From the head to the last byte.
    pub receive_ms: f64,
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
    /// Name of the connection; its id where it is gone.
    pub connection_name: String,
    /// Key of its integration; empty where that is gone.
    pub integration_key: String,
    /// Key of its tenant; empty where that is gone.
    pub tenant_key: String,
    /// Bytes of the request's body.
    #[ts(type = "number")]
    pub request_bytes: i64,
    /// Bytes of the answer's body, where it was read to the end.
    #[ts(type = "number | null")]
    pub response_bytes: Option<i64>,
}

/// Which calls of the whole log to list, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[ts(export, optional_fields)]
pub struct CallLogRequest {
    /// A filter as a person types it: words found in the URL or the connection's name, `field:word` in one field
    /// (`method`, `status` as `404`, `4xx` or `none`, `is:failed`, `connection`, `integration`, `tenant`), `-word` excludes.
    pub filter: Option<String>,
    /// Id or key of a connection.
    pub connection: Option<String>,
    /// How many to pass over.
    pub offset: Option<u32>,
    /// At most so many, up to 1,000; 100 where it is absent.
    pub limit: Option<u32>,
}

/// A page of the log.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CallLogAnswer {
    /// The calls, newest first.
    pub items: Vec<CallView>,
    /// How many the filter finds; so far, while `counting`.
    pub total: u32,
    /// Whether older calls are still being looked through. The log is told to have changed when that is done.
    pub counting: bool,
    /// Records that were dropped because they came faster than they could be written.
    #[ts(type = "number")]
    pub dropped: u64,
}

/// Names one call.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct CallRef {
    /// 24 hex.
    pub call: String,
}

/// One call, with the override that was in force.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CallDetail {
    /// The record.
    pub call: CallView,
    /// The override in force, masked; none where that can no longer be told.
    pub overrides: Option<Value>,
    /// The point of the connection's history that it is; none where it can no longer be told.
    pub history: Option<String>,
    /// Whether that override is still the one in force.
    pub current: bool,
}

/// Calls as an HTTP Archive (HAR 1.2).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct HarAnswer {
    /// The archive's text. Without bodies, cookies and credentials.
    pub text: String,
    /// How many calls are in it; at most 10,000, the newest.
    pub entries: u32,
}

/// A request that is kept, to be sent through any connection of its integration.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct SavedRequest {
    /// 24 hex; null for a new one.
    #[serde(default)]
    pub id: Option<String>,
    /// Key of the integration.
    pub integration: String,
    /// Its name, 1 to 100 characters.
    pub name: String,
    /// The HTTP method.
    pub method: String,
    /// A path under the base URL, with its query.
    pub path: String,
    /// Headers.
    pub headers: Vec<(String, String)>,
    /// The body; empty where there is none.
    pub body: String,
}

/// Names a saved request.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct SavedRequestRef {
    /// 24 hex.
    pub id: String,
}

/// Which saved requests to list.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[ts(export, optional_fields)]
pub struct SavedRequestsRequest {
    /// Key of an integration; all where it is absent.
    pub integration: Option<String>,
}

/// Sends the same call many times at once.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct CallsBurstRequest {
    /// Id or key.
    pub connection: String,
    /// The HTTP method.
    pub method: String,
    /// A path under the base URL.
    pub path: String,
    /// How many, 1 to 1,000.
    pub count: u32,
    /// Lets the access token expire first, so that the refresh is seen.
    #[serde(default)]
    pub expire: bool,
}

/// What many calls at once did.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CallsBurstAnswer {
    /// The calls, in the order in which they ended.
    pub calls: Vec<BurstCall>,
    /// What the engine did meanwhile, in order.
    pub timeline: Vec<BurstLine>,
    /// Token requests that were made meanwhile.
    pub token_requests: u32,
    /// Milliseconds from the first to the last byte.
    pub duration_ms: u32,
}

/// One of many calls.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct BurstCall {
    /// Milliseconds after the first was sent.
    pub ended_ms: f64,
    /// The provider's status; none where nothing came back.
    pub status: Option<u16>,
    /// Why nothing was sent or came back.
    pub error: Option<String>,
    /// How often it was sent.
    pub attempts: u32,
}

/// One line of what the engine did.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct BurstLine {
    /// Milliseconds after the first call was sent.
    pub at_ms: f64,
    /// What happened, without secrets.
    pub text: String,
}
