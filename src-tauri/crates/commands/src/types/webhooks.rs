//! Webhooks: telling an application that a connection was created, disconnected, reconnected or deleted.

use serde::{Deserialize, Deserializer, Serialize};
use ts_rs::TS;

/// Changes where events are told to. Absent fields stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[ts(export)]
pub struct WebhookSetRequest {
    /// The target; null sends nothing any more. On loopback, or on one of `hosts`.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string | null")]
    pub url: Option<Option<String>>,
    /// Hosts besides loopback that a target may name, all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub hosts: Option<Vec<String>>,
}

/// A field that is there, be it null.
#[expect(
    clippy::option_option,
    reason = "null and absent differ, which is what this is for"
)]
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// One event on its way to the application.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DeliveryView {
    /// 24 hex.
    pub id: String,
    /// What happened, as `connection.created`.
    pub event: String,
    /// The connection it is about; none for a test.
    pub connection_id: Option<String>,
    /// When it happened.
    #[ts(type = "number")]
    pub created_at: i64,
    /// Where it is.
    pub state: DeliveryState,
    /// How often it was sent.
    pub attempts: u32,
    /// The status of the last answer.
    pub status: Option<u16>,
    /// Why the last attempt did not count.
    pub error: Option<String>,
    /// When it is sent again; none where it is not.
    #[ts(type = "number | null")]
    pub next_at: Option<i64>,
}

/// Where a delivery is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum DeliveryState {
    /// Waits to be sent, or to be sent again.
    Pending,
    /// The application took it: it answered 2xx.
    Delivered,
    /// It was sent as often as it is, and not taken.
    Failed,
}

/// Names a delivery.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export)]
pub struct DeliveryRef {
    /// 24 hex.
    pub id: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_and_absent_differ() {
        let read = |text: &str| serde_json::from_str::<WebhookSetRequest>(text).unwrap();
        assert_eq!(read("{}").url, None);
        assert_eq!(read(r#"{"url":null}"#).url, Some(None));
        assert_eq!(read(r#"{"url":"u"}"#).url, Some(Some("u".to_owned())));
        for text in ["{}", r#"{"url":null}"#] {
            assert_eq!(serde_json::to_string(&read(text)).unwrap(), text);
        }
    }
}
