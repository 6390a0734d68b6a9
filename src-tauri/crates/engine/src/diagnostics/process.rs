//! What can be said of this process: its version, its system, its listeners, its vault, its clock.

use patchbay_store::{KeySource, VaultState};

use super::Check;
use crate::{Engine, Listener};

/// No build of this program is older: 2026-01-01, UTC milliseconds.
const BUILT_AFTER: i64 = 1_767_225_600_000;
/// A clock that is behind what was written by less than this is set by a network and may step back a little.
const STEP_BACK_MS: i64 = 120_000;

impl Engine {
    pub(super) fn process_checks(&self) -> Vec<Check> {
        let build = if cfg!(debug_assertions) {
            "debug"
        } else {
            "release"
        };
        let profile = if self.settings().development {
            ", development profile"
        } else {
            ""
        };
        vec![
            Check::ok(
                "version",
                format!("Patchbay {}, {build} build{profile}.", env!("CARGO_PKG_VERSION")),
            ),
            Check::ok("system", format!("{}, {}.", system(), std::env::consts::ARCH)),
        ]
    }

    pub(super) fn vault_check(&self) -> Check {
        let vault = self.store().vault();
        let source = vault
            .source()
            .map(|source| format!(" The key comes from {source}."))
            .unwrap_or_default();
        match vault.state() {
            VaultState::Ready => Check::ok(
                "vault",
                format!("Secrets are encrypted, and can be read.{source}"),
            ),
            state => {
                let words = vault.problem().map_or_else(
                    || format!("The vault is {}. {}", state.words(), state.next_step()),
                    |problem| sentence(&problem.to_string()),
                );
                match state {
                    // Why the keyring did not offer itself is one thing, what to do now another.
                    VaultState::Unchosen if !words.contains(state.next_step()) => {
                        Check::warn("vault", format!("{words} {}", state.next_step()))
                    }
                    VaultState::Unchosen | VaultState::Waiting => Check::warn("vault", words),
                    _ => Check::fail("vault", words),
                }
            }
        }
    }

    /// A probe through the keyring, where the folder's key is there. Not where it is locked: that would ask for a password.
    pub(super) fn keyring_check(&self) -> Option<Check> {
        let vault = self.store().vault();
        if vault.source() != Some(KeySource::Keyring) {
            return None;
        }
        if vault.state() == VaultState::Locked {
            return Some(Check::warn(
                "keyring",
                "Not tried, because it is locked. Unlock it and look again.",
            ));
        }
        Some(match vault.probe_keyring() {
            Ok(took) => Check::ok(
                "keyring",
                format!(
                    "An item was written, read and removed in {} ms.",
                    took.as_millis()
                ),
            ),
            Err(error) => Check::fail("keyring", sentence(&error.to_string())),
        })
    }

    pub(super) fn listener_checks(&self) -> Vec<Check> {
        let listeners = self.listeners();
        let mut checks = vec![listener("api", listeners.api)];
        checks.extend(listeners.sandbox.into_iter().map(|one| listener("sandbox", one)));
        if let Some(link) = listeners.deep_link {
            checks.push(if link.ours {
                Check::ok("deep links", link.words)
            } else {
                Check::warn("deep links", link.words)
            });
        }
        checks
    }

    pub(super) fn call_log_check(&self) -> Check {
        match self.store().calls_dropped() {
            0 => Check::ok("call log", "Every call since the start was recorded."),
            dropped => Check::warn(
                "call log",
                format!(
                    "{dropped} calls since the start were not recorded, because they came faster than the disk takes them."
                ),
            ),
        }
    }

    pub(super) fn connectors_check(&self) -> Check {
        let bad = self.bad_connector_files();
        let loaded = self.catalogue().list().len();
        if bad.is_empty() {
            return Check::ok(
                "connectors",
                format!("{loaded} connectors, and every file can be read."),
            );
        }
        let findings: Vec<String> = bad
            .iter()
            .map(|file| {
                let first = file.problems.first();
                let line = first
                    .and_then(|problem| problem.line)
                    .map(|line| format!(":{line}"))
                    .unwrap_or_default();
                let words = first.map(|problem| problem.message.as_str()).unwrap_or_default();
                format!("{}{line}: {words}", file.file)
            })
            .collect();
        Check::warn(
            "connectors",
            format!("{loaded} connectors; not read: {}", findings.join("; ")),
        )
    }

    /// Tokens live by the clock: one that is wrong makes them look expired, or good for years.
    pub(super) async fn clock_check(&self) -> Check {
        let now = self.now();
        let newest = self
            .with_store(patchbay_store::Store::newest_time)
            .await
            .ok()
            .flatten();
        let shown = iso(now);
        match newest {
            _ if now < BUILT_AFTER => Check::fail(
                "clock",
                format!("It says {shown}, before this version was made. Set it right: tokens live by it."),
            ),
            Some(newest) if now < newest - STEP_BACK_MS => Check::warn(
                "clock",
                format!(
                    "It says {shown}, {} s before what is stored here. If it was set back, tokens look younger than they are.",
                    (newest - now) / 1000
                ),
            ),
            _ => Check::ok("clock", format!("It says {shown}.")),
        }
    }
}

/// Where the log is.
pub(super) fn log() -> Check {
    let level = std::env::var("PATCHBAY_LOG").unwrap_or_else(|_| "warn".to_owned());
    let level: String = level
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(20)
        .collect();
    Check::ok(
        "log",
        format!("It goes to standard error, from {level} on; PATCHBAY_LOG says otherwise."),
    )
}

fn listener(name: &str, reported: Listener) -> Check {
    match (reported.url.is_empty(), reported.off) {
        (true, _) => Check::warn(name, "It was not started."),
        (false, Some(reason)) => Check::warn(name, reason),
        (false, None) => Check::ok(name, format!("Listening at {}.", reported.url)),
    }
}

/// The system's name and version, as it calls itself.
fn system() -> String {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = release
        .lines()
        .find_map(|line| line.strip_prefix("PRETTY_NAME="))
        .map(|name| name.trim_matches('"').to_owned());
    name.unwrap_or_else(|| std::env::consts::OS.to_owned())
}

/// UTC milliseconds as ISO 8601, whole seconds.
pub(super) fn iso(ms: i64) -> String {
    let second = jiff::Timestamp::from_second(ms.div_euclid(1000));
    second.map_or_else(|_| format!("{ms} ms after 1970"), |second| second.to_string())
}

/// The same text with a capital at its beginning.
fn sentence(text: &str) -> String {
    let mut rest = text.chars();
    rest.next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}
