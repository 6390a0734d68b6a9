//! A temporary folder that only this user can look into, removed when it is dropped.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU32, Ordering},
};

use crate::failure::Failure;

/// Tells the folders of one process apart.
static COUNT: AtomicU32 = AtomicU32::new(0);

pub(crate) struct Scratch(PathBuf);

impl Scratch {
    pub(crate) fn new() -> Result<Self, Failure> {
        let path = env::temp_dir().join(format!(
            "patchbay-test-{}-{}",
            process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        ));
        make_private(&path)?;
        Ok(Self(path))
    }

    /// Makes the folder `name` inside, mode 700, and returns its path.
    pub(crate) fn folder(&self, name: &str) -> Result<PathBuf, Failure> {
        let path = self.0.join(name);
        make_private(&path)?;
        Ok(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            eprintln!("Could not remove {}: {error}", self.0.display());
        }
    }
}

fn make_private(path: &Path) -> Result<(), Failure> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|source| Failure::File {
        what: format!("Making the folder {}", path.display()),
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::Scratch;

    #[test]
    fn is_gone_with_everything_in_it() {
        let scratch = Scratch::new().unwrap();
        let inside = scratch.folder("a/b").unwrap();
        std::fs::write(inside.join("file"), "x").unwrap();
        let path = scratch.0.clone();
        drop(scratch);
        assert!(!path.exists());
    }
}
