//! The connectors that there are: the built-in ones and the developer's own, each in one or more versions.
//!
//! Reading the developer's files, and telling when they change, is the engine's.

mod files;
mod search;
mod version;

use std::collections::BTreeMap;

use self::{files::FILES, search::Found, version::Number};
use crate::{Connector, FileProblem};

/// All connectors by key and version.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    /// By key; each key's versions with the one first that counts where none is named: the developer's own before the
    /// built-in one, then the newest.
    connectors: BTreeMap<String, Vec<Entry>>,
}

/// One version of a connector.
#[derive(Debug, Clone)]
struct Entry {
    connector: Connector,
    number: Number,
    found: Found,
    /// The developer's own file that it is from; `None` for a built-in one.
    file: Option<String>,
}

/// A version of a connector, as the catalogue offers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version<'a> {
    /// Its number, `major.minor.patch`.
    pub number: &'a str,
    /// The developer's own file that it is from; `None` for a built-in one.
    pub file: Option<&'a str>,
}

/// A file's name and what is wrong with it, or worth knowing about it.
pub type FileFindings = Vec<(String, Vec<FileProblem>)>;

impl Catalogue {
    /// The connectors that are embedded into the build. The second part says which of them do not load: none, or a test
    /// fails; the others are there all the same.
    pub fn builtin() -> (Self, FileFindings) {
        let mut catalogue = Self::default();
        let mut findings = FileFindings::new();
        for (name, read) in files::read(FILES) {
            match read {
                Ok(connector) => catalogue.add(connector, None),
                Err(problems) => findings.push((name, problems)),
            }
        }
        (catalogue, findings)
    }

    /// The names and texts of the files that are embedded into the build.
    pub fn builtin_files() -> &'static [(&'static str, &'static str)] {
        FILES
    }

    /// With the developer's own files (name, text) beside them; one with a key of the catalogue comes before it, and
    /// replaces the version of its number. The second part says which files had problems or notices; one that does not
    /// load changes nothing.
    #[must_use]
    pub fn with_files(mut self, files: &[(String, String)]) -> (Self, FileFindings) {
        let mut findings = FileFindings::new();
        for (name, read) in files::read(files) {
            match read {
                Ok(connector) => {
                    let mut notices = connector.warnings().to_vec();
                    notices.extend(self.notice(&connector));
                    if !notices.is_empty() {
                        findings.push((name.clone(), notices));
                    }
                    self.add(connector, Some(name));
                }
                Err(problems) => findings.push((name, problems)),
            }
        }
        (self, findings)
    }

    /// The version of a connector that counts where none is named: the developer's own, else the newest.
    pub fn get(&self, key: &str) -> Option<&Connector> {
        self.first(key).map(|entry| &entry.connector)
    }

    /// One version of a connector.
    pub fn version(&self, key: &str, version: &str) -> Option<&Connector> {
        let known = self.connectors.get(key)?;
        let entry = known.iter().find(|entry| entry.connector.version() == version)?;
        Some(&entry.connector)
    }

    /// The versions of a connector that there are, the one first that counts where none is named.
    pub fn versions(&self, key: &str) -> Vec<Version<'_>> {
        let known = self.connectors.get(key).into_iter().flatten();
        known
            .map(|entry| Version {
                number: entry.connector.version(),
                file: entry.file.as_deref(),
            })
            .collect()
    }

    /// The version that an integration may go on to from the one that it has: the first of [`Self::versions`], where
    /// that is newer, or is the developer's own and another.
    pub fn upgrade(&self, key: &str, from: &str) -> Option<&Connector> {
        let first = self.first(key)?;
        let own = first.file.is_some() && first.connector.version() != from;
        (own || first.number > Number::of(from)).then_some(&first.connector)
    }

    /// Every connector, by name, each in the version that [`Self::get`] gives.
    pub fn list(&self) -> Vec<&Connector> {
        let mut list: Vec<&Entry> = self.firsts().collect();
        list.sort_by(|a, b| a.found.order().cmp(&b.found.order()));
        list.into_iter().map(|entry| &entry.connector).collect()
    }

    /// The connectors that a person who typed this may mean, the best first; all of them, by name, for an empty text.
    pub fn search(&self, text: &str) -> Vec<&Connector> {
        let query = search::Query::of(text);
        if query.is_empty() {
            return self.list();
        }
        let mut found: Vec<_> = self
            .firsts()
            .filter_map(|entry| Some((query.rank(&entry.found)?, entry)))
            .collect();
        found.sort_by(|(a, x), (b, y)| (a, x.found.order()).cmp(&(b, y.found.order())));
        found.into_iter().map(|(_, entry)| &entry.connector).collect()
    }

    /// Whether the version that [`Self::get`] gives is from a file of the developer's own.
    pub fn is_own(&self, key: &str) -> bool {
        self.first(key).is_some_and(|entry| entry.file.is_some())
    }

    /// What a file of the developer's own gave; nothing where it does not load, or another took its place.
    pub fn of_file(&self, file: &str) -> Option<&Connector> {
        let mut all = self.connectors.values().flatten();
        let entry = all.find(|entry| entry.file.as_deref() == Some(file))?;
        Some(&entry.connector)
    }

    fn first(&self, key: &str) -> Option<&Entry> {
        self.connectors.get(key)?.first()
    }

    fn firsts(&self) -> impl Iterator<Item = &Entry> {
        self.connectors.values().filter_map(|versions| versions.first())
    }

    /// Puts a version in its place; one of the same number goes.
    fn add(&mut self, connector: Connector, file: Option<String>) {
        let versions = self.connectors.entry(connector.key().to_owned()).or_default();
        versions.retain(|known| known.connector.version() != connector.version());
        versions.push(Entry {
            number: Number::of(connector.version()),
            found: Found::of(&connector),
            connector,
            file,
        });
        versions.sort_by(|a, b| (b.file.is_some(), &b.number).cmp(&(a.file.is_some(), &a.number)));
    }

    /// What a developer should know who has a file of this connector.
    fn notice(&self, connector: &Connector) -> Option<FileProblem> {
        let (key, version) = (connector.key(), connector.version());
        let known = self.connectors.get(key)?;
        let same = known.iter().find(|known| known.connector.version() == version);
        let message = match (same, known.iter().any(|known| known.file.is_none())) {
            (Some(Entry { file: Some(file), .. }), _) => {
                format!(
                    "\"{file}\" has the same key and version ({key} {version}); this file comes before it."
                )
            }
            (_, true) => format!("This file replaces the built-in connector \"{key}\"."),
            _ => return None,
        };
        Some(FileProblem {
            path: "key".to_owned(),
            line: None,
            column: None,
            message,
            fix: Some("Give it another key to have both.".to_owned()),
            warning: true,
        })
    }
}

#[cfg(test)]
mod tests;
