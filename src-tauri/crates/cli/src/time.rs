//! Moments as people and sorting programs read them.

use jiff::Timestamp;

/// UTC milliseconds as `2026-11-27T19:05:09Z`.
pub(crate) fn moment(ms: i64) -> String {
    Timestamp::from_millisecond(ms).map_or_else(|_| ms.to_string(), |at| format!("{at:.0}"))
}
