//! When a change takes effect (design section 2).

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::Effective;

/// When a change takes effect, the mildest first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "camelCase")]
pub enum Effect {
    /// Used nowhere.
    #[default]
    None,
    /// With the next call.
    Live,
    /// With the next token.
    Refresh,
    /// When the user connects again.
    Reconnect,
}

/// One leaf that differs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// Where.
    pub path: String,
    /// The value before, masked if secret; absent if there was none.
    pub before: Option<Value>,
    /// The value after.
    pub after: Option<Value>,
    /// When it takes effect.
    pub effect: Effect,
}

/// What differs between two effective parameters, and when each difference takes effect.
pub fn changes(before: &Effective, after: &Effective) -> Vec<Change> {
    let _ = (before, after);
    Vec::new()
}
