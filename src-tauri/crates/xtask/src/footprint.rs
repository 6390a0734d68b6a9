//! What Patchbay has left in the real home, to be compared before and after the tests: they must leave it alone.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use crate::failure::Failure;

/// Folders of a home in which an application leaves something (XDG Base Directory Specification).
const PLACES: &[&str] = &[
    ".local/share",
    ".local/share/applications",
    ".local/state",
    ".config",
    ".cache",
    ".config/autostart",
];

/// Paths whose name contains `patchbay`, and everything below them, with length and time of the last change.
#[derive(Debug, PartialEq)]
pub(crate) struct Footprint(BTreeMap<PathBuf, (u64, Option<SystemTime>)>);

impl Footprint {
    /// Of the home of whoever runs this.
    pub(crate) fn take() -> Self {
        Self::of(env::home_dir().as_deref())
    }

    fn of(home: Option<&Path>) -> Self {
        let mut found = BTreeMap::new();
        for place in PLACES {
            let Some(folder) = home.map(|home| home.join(place)) else {
                continue;
            };
            for path in entries(&folder) {
                let name = path
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .to_lowercase();
                if name.contains("patchbay") {
                    record(&path, &mut found);
                }
            }
        }
        Self(found)
    }

    /// An error that names the first difference.
    pub(crate) fn check_untouched(&self) -> Result<(), Failure> {
        self.check_against(&Self::take())
    }

    fn check_against(&self, after: &Self) -> Result<(), Failure> {
        let changed = after
            .0
            .iter()
            .find(|(path, state)| self.0.get(*path) != Some(state))
            .or_else(|| self.0.iter().find(|(path, _)| !after.0.contains_key(*path)));
        match changed {
            None => Ok(()),
            Some((path, _)) => Err(Failure::Unexpected {
                what: format!("The tests are not hermetic: {} changed in the real home", path.display()),
                next: "Find the test that does not use its own folder (or close the Patchbay that runs beside it).".into(),
            }),
        }
    }
}

fn record(path: &Path, found: &mut BTreeMap<PathBuf, (u64, Option<SystemTime>)>) {
    let Ok(metadata) = fs::symlink_metadata(path) else {
        return;
    };
    if metadata.is_dir() {
        for entry in entries(path) {
            record(&entry, found);
        }
    }
    found.insert(path.to_owned(), (metadata.len(), metadata.modified().ok()));
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder)
        .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn sees_a_new_file_a_change_and_a_removal_and_nothing_of_others() {
        let scratch = Scratch::new().unwrap();
        let home = scratch.folder("footprint-home").unwrap();
        let ours = scratch
            .folder("footprint-home/.local/share/com.patchbay.desktop")
            .unwrap();
        let others = scratch.folder("footprint-home/.local/share/other").unwrap();
        let empty = Footprint::of(Some(&home));

        fs::write(others.join("file"), "x").unwrap();
        assert!(empty.check_against(&Footprint::of(Some(&home))).is_ok());

        fs::write(ours.join("patchbay.db"), "x").unwrap();
        let written = Footprint::of(Some(&home));
        assert!(empty.check_against(&written).is_err());

        fs::write(ours.join("patchbay.db"), "longer").unwrap();
        assert!(written.check_against(&Footprint::of(Some(&home))).is_err());

        fs::remove_file(ours.join("patchbay.db")).unwrap();
        assert!(written.check_against(&Footprint::of(Some(&home))).is_err());
    }
}
