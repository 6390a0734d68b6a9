//! The log, to standard error: only what our own rooms write, which is redacted by type.
//!
//! Not the libraries': a webview's or an HTTP client's trace holds whole URLs, and with them codes and tokens.

use std::{io::IsTerminal as _, str::FromStr as _};

use tracing_subscriber::{
    filter::{LevelFilter, Targets},
    layer::SubscriberExt as _,
    util::SubscriberInitExt as _,
};

/// How much is written: `off`, `error`, `warn` (the default), `info`, `debug` or `trace`.
const VARIABLE: &str = "PATCHBAY_LOG";

/// Starts logging. Whoever tests this crate may have started it already; then nothing changes.
pub(crate) fn start() {
    let level = std::env::var(VARIABLE)
        .ok()
        .and_then(|level| LevelFilter::from_str(&level).ok());
    let ours = Targets::new().with_target("patchbay", level.unwrap_or(LevelFilter::WARN));
    let colours = std::io::stderr().is_terminal();
    let written = tracing_subscriber::fmt::layer()
        .with_ansi(colours)
        .with_writer(std::io::stderr);
    let _ = tracing_subscriber::registry().with(ours).with(written).try_init();
}
