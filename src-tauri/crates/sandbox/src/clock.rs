//! The wall clock.

use std::time::{SystemTime, UNIX_EPOCH};

/// UTC milliseconds since 1970.
pub(crate) fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// `milliseconds` since 1970 in ISO 8601, `None` beyond what that can express.
pub(crate) fn iso_8601(milliseconds: u64) -> Option<String> {
    let milliseconds = i64::try_from(milliseconds).ok()?;
    jiff::Timestamp::from_millisecond(milliseconds)
        .ok()
        .map(|time| time.to_string())
}
