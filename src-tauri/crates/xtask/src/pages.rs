//! The web pages in `ui/`, and whatever else comes from npm.

use std::{fs, path::Path};

use crate::{failure::Failure, invoke};

/// The oldest Node with which the pages are built.
const OLDEST_NODE: u32 = 20;

/// Where the lock file of the last installation is kept, inside `node_modules` so that it goes when they go.
const STAMP: &str = "node_modules/.installed-from";

/// Runs `npm ci` in `folder` unless its `node_modules` came from the same `package-lock.json`.
pub(crate) fn install(folder: &Path) -> Result<(), Failure> {
    check_node()?;
    let lock_file = folder.join("package-lock.json");
    let lock = fs::read(&lock_file).map_err(|source| Failure::File {
        what: format!("Reading {}", lock_file.display()),
        source,
    })?;
    let stamp = folder.join(STAMP);
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        println!("npm packages in {} are there.", folder.display());
        return Ok(());
    }
    invoke::run(&mut invoke::command(
        folder,
        &["npm", "ci", "--no-audit", "--no-fund"],
    ))?;
    fs::write(&stamp, lock).map_err(|source| Failure::File {
        what: format!("Writing {}", stamp.display()),
        source,
    })
}

/// Builds the pages into `ui/dist`, which is embedded when the shell compiles.
pub(crate) fn build(root: &Path) -> Result<(), Failure> {
    script(root, "build")
}

/// Runs one of the scripts of `ui/package.json`.
pub(crate) fn script(root: &Path, name: &str) -> Result<(), Failure> {
    invoke::run(&mut invoke::command(
        &root.join("ui"),
        &["npm", "run", "--silent", name],
    ))
}

fn check_node() -> Result<(), Failure> {
    let version = invoke::output("node", &["--version"]);
    match version.as_deref().and_then(major_version) {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        _ => Err(Failure::Unexpected {
            what: match version {
                Some(version) => format!("Node {version} is too old to build the pages"),
                None => "Node is not installed, and the pages are built with it".into(),
            },
            next: format!("Install Node {OLDEST_NODE} or newer, with npm."),
        }),
    }
}

/// `22` of `v22.1.0`.
fn major_version(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::major_version;

    #[test]
    fn reads_the_major_version_of_node() {
        assert_eq!(major_version("v20.20.2"), Some(20));
        assert_eq!(major_version("v8.0.0"), Some(8));
        assert_eq!(major_version("20"), None);
    }
}
