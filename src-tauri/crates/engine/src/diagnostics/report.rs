//! The findings as text that can be passed on: no secret in it, and no name of a user in a path.

use std::{fmt::Write as _, path::Path};

use patchbay_connector::{MASK, looks_secret};

use super::{Check, CheckState, process::iso};

pub(super) fn report(checks: &[Check], now: i64, home: Option<&Path>) -> String {
    let mut text = format!("Patchbay diagnostics, {}\n\n", iso(now));
    for check in checks {
        let mark = match check.state {
            CheckState::Ok => "ok  ",
            CheckState::Warn => "warn",
            CheckState::Fail => "FAIL",
        };
        let words = harmless(&homeless(&check.words, home));
        let _ = writeln!(text, "{mark}  {}: {words}", check.name);
    }
    text
}

/// The text with the user's home as `~`.
fn homeless(text: &str, home: Option<&Path>) -> String {
    let Some(home) = home.filter(|home| home.parent().is_some()) else {
        return text.to_owned();
    };
    let real = home.canonicalize().unwrap_or_else(|_| home.to_owned());
    let mut text = text.to_owned();
    for known in [real.as_path(), home] {
        text = text.replace(&*known.to_string_lossy(), "~");
    }
    text
}

/// The text without words that look like a secret. None should be there; a finding may quote a file of the developer's.
fn harmless(text: &str) -> String {
    let word = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let path = word.contains(['/', '\\']);
        if !path && looks_secret("", bare) {
            word.replace(bare, MASK)
        } else {
            word.to_owned()
        }
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_home_nor_secret_is_in_it() {
        let checks = [
            Check::ok("data folder", "/home/ada/.local/share/patchbay"),
            Check::warn(
                "connectors",
                "/home/ada/x.toml:3: \"sk_live_4eC39HqLyjWDarjtT1zdp7dc\" is no URL.",
            ),
            Check::fail("disk", "Only 3 MiB are free."),
        ];
        let text = report(&checks, 0, Some(Path::new("/home/ada")));
        assert_eq!(
            text,
            "Patchbay diagnostics, 1970-01-01T00:00:00Z\n\n\
             ok    data folder: ~/.local/share/patchbay\n\
             warn  connectors: ~/x.toml:3: \"••••••••\" is no URL.\n\
             FAIL  disk: Only 3 MiB are free.\n"
        );
    }

    #[test]
    fn a_home_that_is_everything_is_none() {
        assert_eq!(homeless("/var/x", Some(Path::new("/"))), "/var/x");
        assert_eq!(homeless("/var/x", None), "/var/x");
    }
}
