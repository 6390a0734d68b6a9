//! The command line of the window: where the data is, and the link that it may have been started by.
//!
//! By hand and forgiving on purpose: the operating system puts the link wherever its handler says, and a desktop
//! environment may add words of its own; a window that refuses to open for one of them helps nobody.

use std::path::PathBuf;

use url::Url;

/// What the command line asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// `--data-dir`, if given.
    pub(crate) data_dir: Option<PathBuf>,
    /// `--port`, if given and a number.
    pub(crate) port: Option<u16>,
    /// The link of our scheme that the process was started by.
    pub(crate) link: Option<Url>,
    /// `--help` or `--version` was given.
    pub(crate) asks: Option<Asks>,
}

/// What is printed instead of opening a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asks {
    /// `--help`
    Help,
    /// `--version`
    Version,
}

/// What `--help` prints.
pub(crate) const HELP: &str = "\
Usage: patchbay-desktop [--data-dir FOLDER] [--port N] [LINK]

Opens Patchbay's window. LINK is a redirect that the system hands over (patchbay://oauth/callback/...).

  --data-dir FOLDER   Where everything is kept (or PATCHBAY_DATA_DIR; default: the platform's folder for applications)
  --port N            The port of the API and of loopback redirects instead of 7282, everywhere
  --version, --help

Without a window: `patchbay serve`, and `patchbay --help` for the rest.";

impl Arguments {
    /// Reads the arguments that follow the program's name. `scheme` is the one whose links are ours.
    pub(crate) fn parse(arguments: impl IntoIterator<Item = String>, scheme: &str) -> Self {
        let mut parsed = Self::default();
        let mut rest = arguments.into_iter();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--data-dir" => parsed.data_dir = rest.next().map(PathBuf::from),
                "--port" => parsed.port = rest.next().and_then(|port| port.parse().ok()),
                "--help" | "-h" => parsed.asks = Some(Asks::Help),
                "--version" | "-V" => parsed.asks = Some(Asks::Version),
                other => {
                    if let Some(folder) = other.strip_prefix("--data-dir=") {
                        parsed.data_dir = Some(PathBuf::from(folder));
                    } else if let Some(port) = other.strip_prefix("--port=") {
                        parsed.port = port.parse().ok();
                    } else if let Some(link) = Url::parse(other).ok().filter(|url| url.scheme() == scheme) {
                        parsed.link = Some(link);
                    }
                }
            }
        }
        parsed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &[&str]) -> Arguments {
        Arguments::parse(line.iter().map(|word| (*word).to_owned()), "patchbay")
    }

    #[test]
    fn nothing_is_nothing() {
        assert_eq!(parse(&[]), Arguments::default());
    }

    #[test]
    fn the_handlers_line_carries_folder_and_link() {
        let parsed = parse(&[
            "--data-dir",
            "/a b/c",
            "patchbay://oauth/callback/x?code=1&state=2#f",
        ]);
        assert_eq!(parsed.data_dir, Some(PathBuf::from("/a b/c")));
        assert_eq!(
            parsed.link.unwrap().as_str(),
            "patchbay://oauth/callback/x?code=1&state=2#f"
        );
    }

    #[test]
    fn a_link_of_another_scheme_is_not_ours() {
        assert_eq!(parse(&["https://example.com/?code=1"]).link, None);
        assert_eq!(parse(&["patchbay-dev://oauth/callback/x"]).link, None);
    }

    #[test]
    fn a_folder_may_be_joined_and_other_words_are_passed_over() {
        let parsed = parse(&["--data-dir=/x", "--class", "foo"]);
        assert_eq!(
            parsed,
            Arguments {
                data_dir: Some("/x".into()),
                ..Arguments::default()
            }
        );
    }
}
