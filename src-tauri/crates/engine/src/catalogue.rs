//! The catalogue and the developer's own connector files, re-read when they change.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::{Duration, SystemTime},
};

use patchbay_connector::{Catalogue, FileProblem};

use crate::{ChangedWhat, Engine, engine::locked};

/// How often the folder is looked at.
const LOOK: Duration = Duration::from_secs(1);

/// A file of the developer's that does not load.
#[derive(Debug, Clone)]
pub struct BadFile {
    /// The file's name.
    pub file: String,
    /// What is wrong with it.
    pub problems: Vec<FileProblem>,
}

/// The catalogue with the files of one folder laid over it.
pub(crate) struct Catalogues {
    folder: PathBuf,
    builtin: Catalogue,
    current: RwLock<Arc<Catalogue>>,
    bad: RwLock<Vec<BadFile>>,
    seen: Mutex<Vec<(String, Option<SystemTime>, u64)>>,
}

impl Catalogues {
    pub(crate) fn load(folder: PathBuf) -> Self {
        let (builtin, findings) = Catalogue::builtin();
        for (file, problems) in findings {
            // A test keeps that from happening. If it does, what the user has of other connectors still works.
            tracing::error!(file, ?problems, "a built-in connector file does not load");
        }
        let catalogues = Self {
            folder,
            current: RwLock::new(Arc::new(builtin.clone())),
            builtin,
            bad: RwLock::default(),
            seen: Mutex::default(),
        };
        catalogues.reload();
        catalogues
    }

    pub(crate) fn current(&self) -> Arc<Catalogue> {
        self.current
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(crate) fn bad(&self) -> Vec<BadFile> {
        self.bad.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the folder again if a file came, went or changed. True if it did.
    pub(crate) fn reload(&self) -> bool {
        let listing = self.listing();
        let mut seen = locked(&self.seen);
        if *seen == listing {
            return false;
        }
        let files: Vec<(String, String)> = listing
            .iter()
            .filter_map(|(name, ..)| {
                // A file that cannot be read as text is reported like one that does not parse.
                let bytes = std::fs::read(self.folder.join(name)).ok()?;
                Some((name.clone(), String::from_utf8_lossy(&bytes).into_owned()))
            })
            .collect();
        let (catalogue, bad) = self.builtin.clone().with_files(&files);
        for (file, problems) in &bad {
            if let Some(first) = problems.iter().find(|problem| !problem.warning) {
                tracing::warn!(
                    file,
                    line = first.line,
                    problem = first.message,
                    "a connector file does not load"
                );
            }
        }
        let bad = bad
            .into_iter()
            .map(|(file, problems)| BadFile { file, problems })
            .collect();
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(catalogue);
        *self.bad.write().unwrap_or_else(PoisonError::into_inner) = bad;
        *seen = listing;
        true
    }

    fn listing(&self) -> Vec<(String, Option<SystemTime>, u64)> {
        let Ok(entries) = std::fs::read_dir(&self.folder) else {
            return Vec::new();
        };
        let mut listing: Vec<_> = entries
            .flatten()
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                let meta = entry.metadata().ok()?;
                let ours = meta.is_file()
                    && std::path::Path::new(&name)
                        .extension()
                        .is_some_and(|end| end == "toml");
                ours.then(|| (name, meta.modified().ok(), meta.len()))
            })
            .collect();
        listing.sort();
        listing
    }
}

impl Engine {
    /// The developer's connector files that do not load.
    pub fn bad_connector_files(&self) -> Vec<BadFile> {
        self.0.catalogues.bad()
    }

    /// Looks for changed connector files once a second, as long as the engine lives. A look is one listing of a folder;
    /// what would tell of changes differs by platform and file system, and misses some.
    pub(crate) fn watch_connectors(&self) {
        let weak = Arc::downgrade(&self.0);
        tokio::spawn(async move {
            let mut tick = tokio::time::interval(LOOK);
            tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            loop {
                tick.tick().await;
                let Some(inner) = weak.upgrade() else { return };
                let looked = tokio::task::spawn_blocking(move || Self(inner).reload_connectors()).await;
                if looked.is_err() {
                    return;
                }
            }
        });
    }

    /// Reads the developer's connector files again, if one came, went or changed; then live connections are resolved
    /// anew at their next use.
    pub fn reload_connectors(&self) {
        if self.0.catalogues.reload() {
            self.forget_all();
            self.tell(ChangedWhat::Connectors, None);
            self.tell(ChangedWhat::Connections, None);
        }
    }
}
