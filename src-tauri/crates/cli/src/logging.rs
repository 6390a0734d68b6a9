//! The log, on standard error. Secrets are redacted by their types; libraries that print requests are held to warnings,
//! because a URL with its query may carry a code.

use tracing::Level;
use tracing_subscriber::filter::{EnvFilter, FilterFn, LevelFilter};
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

/// Starts logging by `PATCHBAY_LOG`.
pub(crate) fn start() {
    let asked = EnvFilter::builder()
        .with_default_directive(LevelFilter::WARN.into())
        .with_env_var("PATCHBAY_LOG")
        .from_env_lossy();
    let ours = FilterFn::new(|metadata| {
        metadata.target().starts_with("patchbay") || *metadata.level() <= Level::WARN
    });
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_target(false)
        .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
        .with_filter(ours);
    // A second start would be a fault of ours, and no reason to end.
    let _ = tracing_subscriber::registry().with(asked).with(lines).try_init();
}
