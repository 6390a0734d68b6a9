//! The catalogue and the developer's own connector files, re-read when they change. They are in the data folder, and in
//! every folder that the developer adds.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::{Duration, SystemTime},
};

use patchbay_connector::{Catalogue, FileFindings, FileProblem, SCHEMA_FILE, json_schema};

use crate::{ChangedWhat, Engine, engine::locked};

/// How often the folders are looked at.
const LOOK: Duration = Duration::from_secs(1);
/// A connector file is a page or two; what is larger is something else.
const MOST_BYTES: u64 = 256 * 1024;
/// A folder of connectors is not a home folder.
const MOST_FILES: usize = 1000;

/// A file of the developer's that does not load, or that there is something to know about.
#[derive(Debug, Clone)]
pub struct BadFile {
    /// The file's name; with its folder where that is an added one.
    pub file: String,
    /// What is wrong with it.
    pub problems: Vec<FileProblem>,
}

/// A connector file of the developer's own.
#[derive(Debug, Clone)]
pub struct OwnFile {
    /// Where it is.
    pub path: PathBuf,
    /// Key and version, where it loads and no other file has taken its place.
    pub connector: Option<(String, String)>,
    /// What is wrong with it, or worth knowing about it.
    pub problems: Vec<FileProblem>,
}

/// One file as it was when it was last looked at: its name in findings, where it is, when it changed, its size.
type Seen = (String, PathBuf, Option<SystemTime>, u64);

/// The catalogue with the files of folders laid over it.
pub(crate) struct Catalogues {
    /// The data folder's, then the added ones: of two files with one key and version the later counts.
    folders: RwLock<Vec<PathBuf>>,
    builtin: Catalogue,
    current: RwLock<Arc<Catalogue>>,
    bad: RwLock<Vec<BadFile>>,
    seen: Mutex<Vec<Seen>>,
}

impl Catalogues {
    pub(crate) fn load(folder: PathBuf, added: Vec<PathBuf>) -> Self {
        let (builtin, findings) = Catalogue::builtin();
        for (file, problems) in findings {
            // A test keeps that from happening. If it does, what the user has of other connectors still works.
            tracing::error!(file, ?problems, "a built-in connector file does not load");
        }
        place_schema(&folder);
        let folders = std::iter::once(folder).chain(added).collect();
        let catalogues = Self {
            folders: RwLock::new(folders),
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

    /// The folders, the data folder's first.
    pub(crate) fn folders(&self) -> Vec<PathBuf> {
        self.folders
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Takes other folders beside the data folder's. What is in them counts from the next look on.
    pub(crate) fn set_added(&self, added: Vec<PathBuf>) {
        let mut folders = self.folders.write().unwrap_or_else(PoisonError::into_inner);
        folders.truncate(1);
        folders.extend(added);
    }

    /// Every file of the folders.
    pub(crate) fn files(&self) -> Vec<OwnFile> {
        let (current, bad) = (self.current(), self.bad());
        let seen = locked(&self.seen);
        seen.iter()
            .map(|(name, path, ..)| {
                let connector = current.of_file(name);
                let problems = bad.iter().find(|bad| bad.file == *name);
                OwnFile {
                    path: path.clone(),
                    connector: connector.map(|found| (found.key().to_owned(), found.version().to_owned())),
                    problems: problems.map(|bad| bad.problems.clone()).unwrap_or_default(),
                }
            })
            .collect()
    }

    /// Reads the folders again if a file came, went or changed. True if one did.
    pub(crate) fn reload(&self) -> bool {
        let listing = self.listing();
        let mut seen = locked(&self.seen);
        if *seen == listing {
            return false;
        }
        let mut unread = FileFindings::new();
        let mut files = Vec::new();
        for (name, path, _, bytes) in &listing {
            match text(path, *bytes) {
                Ok(text) => files.push((name.clone(), text)),
                Err(problem) => unread.push((name.clone(), vec![problem])),
            }
        }
        let (catalogue, mut bad) = self.builtin.clone().with_files(&files);
        bad.extend(unread);
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

    fn listing(&self) -> Vec<Seen> {
        let mut all = Vec::new();
        for (at, folder) in self.folders().iter().enumerate() {
            let mut listing = listing(folder, at > 0);
            listing.sort();
            listing.truncate(MOST_FILES);
            all.extend(listing);
        }
        all
    }
}

/// The TOML files right in a folder; none where it cannot be read.
fn listing(folder: &Path, added: bool) -> Vec<Seen> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let (path, meta) = (entry.path(), entry.metadata().ok()?);
            let ours = meta.is_file() && path.extension().is_some_and(|end| end == "toml");
            let name = if added { path.display().to_string() } else { name };
            ours.then(|| (name, path, meta.modified().ok(), meta.len()))
        })
        .collect()
}

/// A file's text. What is not UTF-8 in it becomes a sign that no file may have where it matters, and is reported there.
fn text(path: &Path, bytes: u64) -> Result<String, FileProblem> {
    let problem = |message: String, fix: &str| FileProblem {
        path: String::new(),
        line: None,
        column: None,
        message,
        fix: Some(fix.to_owned()),
        warning: false,
    };
    if bytes > MOST_BYTES {
        let message = format!("The file has {bytes} bytes; a connector file has at most {MOST_BYTES}.");
        return Err(problem(message, "Move it to another folder."));
    }
    let read = fs::read(path).map_err(|error| {
        problem(
            format!("The file cannot be read: {error}."),
            "Check its permissions.",
        )
    })?;
    Ok(String::from_utf8_lossy(&read).into_owned())
}

/// Puts the format's JSON Schema into the data folder's connectors, where files name it for editors. Nothing depends on it,
/// so a folder that cannot be written is only logged.
fn place_schema(folder: &Path) {
    let path = folder.join(SCHEMA_FILE);
    let text = format!("{:#}\n", json_schema());
    if fs::read_to_string(&path).is_ok_and(|known| known == text) {
        return;
    }
    if let Err(error) = fs::create_dir_all(folder).and_then(|()| fs::write(&path, text)) {
        tracing::warn!(%error, "the connector files' schema could not be written");
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
