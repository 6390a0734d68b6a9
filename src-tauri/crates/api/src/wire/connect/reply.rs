//! Where the answer to a connect goes: kept with the attempt, so that a restart between request and redirect loses
//! nothing.

use patchbay_engine::{Code, Error, Progress};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::payload::Payload;
use crate::problem::Problem;

/// The shortest `requestId`: its holder may hear the result, so it must not be guessed.
const SHORTEST_ID: usize = 8;
const LONGEST_ID: usize = 128;
/// The longest text of the client's that is handed back.
const LONGEST_STATE: usize = 2048;

/// Where the answer goes. Without secrets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Reply {
    /// The client's name for this connect: the result is posted and streamed under it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) request_id: Option<String>,
    /// Where the browser goes afterwards; a registered URI.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) redirect_uri: Option<String>,
    /// The origin of the page that asked: only it gets the posted result.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) origin: Option<String>,
    /// The client's own text, handed back with the redirect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) state: Option<String>,
    /// The connection request that this connect answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) connection_request_id: Option<String>,
    /// The name that a new connection will have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
}

impl Reply {
    /// Reads where the answer goes; `origin` is the asking page's.
    pub(crate) fn of(payload: &Payload, origin: Option<String>) -> Result<Self, Problem> {
        let request_id = payload.text(&["requestId"])?;
        if let Some(id) = &request_id
            && !is_request_id(id)
        {
            return Err(bad_request_id());
        }
        let state = payload.text(&["state", "customState"])?;
        if state.as_ref().is_some_and(|state| state.len() > LONGEST_STATE) {
            return Err(Problem::from(
                Error::new(Code::InvalidRequest, "“state” is longer than 2048 bytes.").at("state"),
            ));
        }
        Ok(Self {
            request_id,
            redirect_uri: payload.text(&["redirectUri"])?,
            origin,
            state,
            connection_request_id: payload.text(&["connectionRequestId"])?,
            name: payload.text(&["name"])?,
        })
    }

    /// The reply that is kept with an attempt; none where it was not asked for over the wire.
    pub(crate) fn kept(progress: &Progress) -> Option<Self> {
        let kept = progress.attempt.reply.clone()?;
        serde_json::from_value(kept).ok()
    }

    /// As it is kept.
    pub(crate) fn to_value(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

/// Whether a text can be a `requestId`: 8 to 128 unreserved characters (RFC 3986 §2.3).
pub(crate) fn is_request_id(id: &str) -> bool {
    (SHORTEST_ID..=LONGEST_ID).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
}

/// A `requestId` that others could guess, or that is none.
pub(crate) fn bad_request_id() -> Problem {
    Problem::from(
        Error::new(
            Code::InvalidRequest,
            "“requestId” must be 8 to 128 letters, digits, or characters of “-._~”.",
        )
        .at("requestId")
        .next("Use a long random text; whoever knows it can hear how the connect ends."),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_request_id_is_long_and_plain() {
        for good in ["k2j4h5g6f7d8s9a0q1w2e3", "12345678", "a-b.c_d~e"] {
            assert!(is_request_id(good), "{good}");
        }
        for bad in [
            "1234567",
            "",
            "abc defgh",
            "abcdefg/",
            "abcdefg\n",
            &"a".repeat(129),
        ] {
            assert!(!is_request_id(bad), "{bad}");
        }
    }

    #[test]
    fn what_is_absent_is_not_kept() {
        let reply = Reply {
            request_id: Some("12345678".into()),
            ..Reply::default()
        };
        assert_eq!(reply.to_value(), json!({"requestId": "12345678"}));
        assert_eq!(serde_json::from_value::<Reply>(reply.to_value()).unwrap(), reply);
    }
}
