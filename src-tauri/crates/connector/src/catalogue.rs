//! The connectors that there are: the built-in ones and the developer's own.

use crate::{Connector, FileProblem};

/// The files that are embedded into the build.
const FILES: &[(&str, &str)] = &[
    (
        "client-credentials.toml",
        include_str!("../../../connectors/client-credentials.toml"),
    ),
    ("github.toml", include_str!("../../../connectors/github.toml")),
    ("openid.toml", include_str!("../../../connectors/openid.toml")),
    (
        "salesforce.toml",
        include_str!("../../../connectors/salesforce.toml"),
    ),
    ("sandbox.toml", include_str!("../../../connectors/sandbox.toml")),
    ("slack.toml", include_str!("../../../connectors/slack.toml")),
    ("stripe.toml", include_str!("../../../connectors/stripe.toml")),
];

/// All connectors by key and version.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    /// Each with whether it is the developer's own.
    connectors: Vec<(Connector, bool)>,
}

/// A file's name and what is wrong with it.
type Findings = Vec<(String, Vec<FileProblem>)>;

impl Catalogue {
    /// The connectors that are embedded into the build.
    ///
    /// # Errors
    /// A file of ours that does not load, with its problems; tests keep that from happening.
    pub fn builtin() -> Result<Self, Vec<(String, Vec<FileProblem>)>> {
        let mut catalogue = Self::default();
        let mut findings = Findings::new();
        for (name, text) in FILES {
            match Connector::parse(text) {
                Ok(connector) => catalogue.connectors.push((connector, false)),
                Err(problems) => findings.push(((*name).to_owned(), problems)),
            }
        }
        if findings.is_empty() {
            Ok(catalogue)
        } else {
            Err(findings)
        }
    }

    /// With the developer's own files (name, text) beside them; one with a key of the catalogue replaces it. The second
    /// part says which files had problems or notices; one that does not load changes nothing.
    #[must_use]
    pub fn with_files(mut self, files: &[(String, String)]) -> (Self, Vec<(String, Vec<FileProblem>)>) {
        let mut findings = Findings::new();
        for (name, text) in files {
            match Connector::parse(text) {
                Ok(connector) => {
                    let mut notices = Connector::check(text);
                    if self
                        .connectors
                        .iter()
                        .any(|(known, own)| !own && known.key() == connector.key())
                    {
                        notices.push(notice(format!(
                            "This file replaces the built-in connector \"{}\".",
                            connector.key()
                        )));
                    }
                    if !notices.is_empty() {
                        findings.push((name.clone(), notices));
                    }
                    let same = |known: &Connector| {
                        known.key() == connector.key() && known.version() == connector.version()
                    };
                    self.connectors.retain(|(known, own)| {
                        if *own {
                            !same(known)
                        } else {
                            known.key() != connector.key()
                        }
                    });
                    self.connectors.push((connector, true));
                }
                Err(problems) => findings.push((name.clone(), problems)),
            }
        }
        (self, findings)
    }

    /// The newest version of a connector.
    pub fn get(&self, key: &str) -> Option<&Connector> {
        self.newest(key).map(|(connector, _)| connector)
    }

    /// One version of a connector.
    pub fn version(&self, key: &str, version: &str) -> Option<&Connector> {
        self.connectors
            .iter()
            .map(|(connector, _)| connector)
            .find(|c| c.key() == key && c.version() == version)
    }

    /// The newest version of every connector, by name.
    pub fn list(&self) -> Vec<&Connector> {
        let mut list: Vec<&Connector> = self.connectors.iter().map(|(connector, _)| connector).collect();
        list.retain(|connector| {
            self.get(connector.key())
                .is_some_and(|newest| newest.version() == connector.version())
        });
        list.sort_by_key(|connector| (connector.name().to_lowercase(), connector.key().to_owned()));
        list
    }

    /// Whether the newest version is from a file of the developer's own.
    pub fn is_own(&self, key: &str) -> bool {
        self.newest(key).is_some_and(|(_, own)| *own)
    }

    fn newest(&self, key: &str) -> Option<&(Connector, bool)> {
        self.connectors
            .iter()
            .filter(|(connector, _)| connector.key() == key)
            .max_by_key(|(connector, _)| numbers(connector.version()))
    }
}

fn notice(message: String) -> FileProblem {
    FileProblem {
        path: "key".to_owned(),
        line: None,
        column: None,
        message,
        fix: Some("Give it another key to have both.".to_owned()),
        warning: true,
    }
}

/// A version in an order that knows 1.10.0 is newer than 1.9.0.
fn numbers(version: &str) -> Vec<u32> {
    version.split('.').map(|part| part.parse().unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_ours_loads_without_a_warning() {
        for (name, text) in FILES {
            assert_eq!(
                Connector::check(text)
                    .iter()
                    .filter(|problem| *name != "openid.toml" || !problem.warning)
                    .collect::<Vec<_>>(),
                Vec::<&FileProblem>::new(),
                "{name}"
            );
        }
        assert_eq!(Catalogue::builtin().unwrap().list().len(), FILES.len());
    }

    #[test]
    fn own_files_replace_and_newer_versions_win() {
        let stripe = FILES[6].1;
        let newer = stripe.replace("version = \"1.0.0\"", "version = \"1.10.0\"");
        let older = stripe.replace("version = \"1.0.0\"", "version = \"1.9.0\"");
        let files = [
            ("a.toml".to_owned(), newer),
            ("b.toml".to_owned(), older),
            ("c.toml".to_owned(), "x".to_owned()),
        ];
        let (catalogue, findings) = Catalogue::builtin().unwrap().with_files(&files);
        assert_eq!(catalogue.get("stripe").unwrap().version(), "1.10.0");
        assert!(catalogue.is_own("stripe") && !catalogue.is_own("slack"));
        assert!(catalogue.version("stripe", "1.9.0").is_some());
        assert_eq!(catalogue.list().len(), FILES.len());
        assert!(
            findings
                .iter()
                .any(|(name, problems)| name == "a.toml" && problems[0].warning)
        );
        assert!(
            findings
                .iter()
                .any(|(name, problems)| name == "c.toml" && problems[0].line == Some(1))
        );
    }
}
