//! What is refused around a refresh, and how that is said.

use patchbay_connector::Origin;
use url::Url;

use crate::{Code, Error, live::Live};

/// Refuses an address outside the binding: asked before any request that carries credentials.
pub(crate) fn inside(live: &Live, url: &Url) -> Result<(), Error> {
    match Origin::of(url) {
        Some(origin) if live.binding.contains(&origin) => Ok(()),
        origin => Err(binding_changed(
            &origin.map(|origin| origin.to_string()).unwrap_or_default(),
        )),
    }
}

/// A request would go outside the binding.
pub(crate) fn binding_changed(origin: &str) -> Error {
    Error::new(
        Code::BindingChanged,
        format!(
            "Nothing was sent: {origin} is not among the origins that this connection was connected for."
        ),
    )
    .next("Undo the change that moved it, or reconnect to allow the new origin.")
}

pub(crate) fn needs_reconnect(cause: &str) -> Error {
    let health = crate::Health::NeedsReconnect {
        cause: cause.to_owned(),
    };
    let next = health.next().unwrap_or_default();
    Error::new(Code::NeedsReconnect, format!("{}.", health.words())).next(next)
}

pub(super) fn misconfigured(path: &str) -> Error {
    Error::new(
        Code::Misconfigured,
        format!("The provider refused the client; {path} is wrong or missing."),
    )
    .at(path)
    .next("Correct it on the integration or in the override, then try again.")
}

pub(super) fn delayed(until: i64, cause: &str) -> Error {
    Error::new(
        Code::RefreshDelayed,
        format!(
            "The token could not be refreshed yet: {}.",
            cause.trim_end_matches('.')
        ),
    )
    .next(format!(
        "It is tried again from {} on; nothing was lost.",
        clock_time(until)
    ))
}

fn clock_time(ms: i64) -> String {
    let second = ms.div_euclid(1000).rem_euclid(86_400);
    format!(
        "{:02}:{:02}:{:02} UTC",
        second / 3600,
        second / 60 % 60,
        second % 60
    )
}
