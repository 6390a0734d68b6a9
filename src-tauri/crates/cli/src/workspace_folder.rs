//! A folder of a repository: files are read and written in it and nowhere else, and no link is followed out of it.

use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Component, Path, PathBuf};

use patchbay_commands::TextFile;
use patchbay_engine::{Code, Error, ErrorView};

/// The folders that are ours.
const FOLDERS: [&str; 3] = ["connections", "integrations", "presets"];
/// `connections/<tenant>/<file>` is the deepest.
const DEPTH: usize = 2;
/// A file is an override and little else.
const MOST_BYTES: u64 = 1024 * 1024;

/// Reads every JSON file of our folders, sorted by name.
pub(crate) fn read(dir: &Path) -> Result<Vec<TextFile>, ErrorView> {
    if !dir.is_dir() {
        return Err(
            Error::new(Code::NotFound, format!("There is no folder {}.", dir.display()))
                .next("Write one with `patchbay pull`, or name another.")
                .into(),
        );
    }
    let mut files = Vec::new();
    for folder in FOLDERS {
        let path = dir.join(folder);
        match fs::symlink_metadata(&path) {
            Ok(found) if found.is_dir() => collect(&path, folder, DEPTH, &mut files)?,
            Ok(_) => return Err(no_link(&path)),
            Err(_) => {}
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

fn collect(path: &Path, name: &str, depth: usize, files: &mut Vec<TextFile>) -> Result<(), ErrorView> {
    let failed = |error| cannot("read", path, &error);
    for entry in fs::read_dir(path).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let kind = entry.file_type().map_err(failed)?;
        let here = entry.path();
        let Ok(own) = entry.file_name().into_string() else {
            continue;
        };
        let name = format!("{name}/{own}");
        let json = here.extension().is_some_and(|end| end == "json");
        if kind.is_symlink() && (json || here.is_dir()) {
            return Err(no_link(&here));
        }
        if kind.is_dir() && depth > 1 {
            collect(&here, &name, depth - 1, files)?;
        } else if kind.is_file() && json {
            files.push(TextFile {
                name,
                text: text(&here)?,
            });
        }
    }
    Ok(())
}

fn text(path: &Path) -> Result<String, ErrorView> {
    let failed = |error| cannot("read", path, &error);
    let bytes = fs::metadata(path).map_err(failed)?.len();
    if bytes > MOST_BYTES {
        return Err(Error::new(
            Code::InvalidRequest,
            format!(
                "{} has {bytes} bytes; at most {MOST_BYTES} are read.",
                path.display()
            ),
        )
        .next("Move the file elsewhere.")
        .into());
    }
    fs::read_to_string(path).map_err(failed)
}

/// Writes the files that differ; gives the names of those.
pub(crate) fn write(dir: &Path, files: &[TextFile]) -> Result<Vec<String>, ErrorView> {
    fs::create_dir_all(dir).map_err(|error| cannot("make", dir, &error))?;
    let mut written = Vec::new();
    for file in files {
        let path = inside(dir, &file.name)?;
        if fs::read_to_string(&path).is_ok_and(|known| known == file.text) {
            continue;
        }
        replace(&path, &file.text).map_err(|error| cannot("write", &path, &error))?;
        written.push(file.name.clone());
    }
    Ok(written)
}

/// The path of a file inside the folder. The folders on the way are made, and must be no links.
fn inside(dir: &Path, name: &str) -> Result<PathBuf, ErrorView> {
    let relative = Path::new(name);
    let plain = relative
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    if !plain || name.contains('\\') {
        return Err(Error::internal("a file's name leads out of its folder").into());
    }
    let mut path = dir.to_owned();
    for part in relative.parent().into_iter().flat_map(Path::components) {
        path.push(part);
        match fs::symlink_metadata(&path) {
            Ok(found) if found.is_dir() => {}
            Ok(_) => return Err(no_link(&path)),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                fs::create_dir(&path).map_err(|error| cannot("make", &path, &error))?;
            }
            Err(error) => return Err(cannot("read", &path, &error)),
        }
    }
    path.push(relative.file_name().unwrap_or_default());
    match fs::symlink_metadata(&path) {
        Ok(found) if !found.is_file() => Err(no_link(&path)),
        _ => Ok(path),
    }
}

/// Whole or not at all: written beside, then put in place.
fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    let beside = path.with_extension(format!("json.{}.part", std::process::id()));
    let written = File::create_new(&beside)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

fn no_link(path: &Path) -> ErrorView {
    Error::new(
        Code::InvalidRequest,
        format!("{} is a link, or not what is expected there.", path.display()),
    )
    .next("Links are not followed, so that nothing outside the folder is read or written. Move it away.")
    .into()
}

fn cannot(what: &str, path: &Path, error: &std::io::Error) -> ErrorView {
    Error::new(
        Code::InvalidRequest,
        format!("{} cannot be {}: {error}.", path.display(), past(what)),
    )
    .next("Check the folder's permissions, and that the file is UTF-8 text.")
    .into()
}

fn past(what: &str) -> &str {
    match what {
        "make" => "made",
        "write" => "written",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, text: &str) -> TextFile {
        TextFile {
            name: name.to_owned(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn only_what_differs_is_written() {
        let place = tempfile::tempdir().unwrap();
        let dir = place.path().join("repo");
        let files = [
            file("integrations/a.json", "{}\n"),
            file("connections/t/b.json", "{}\n"),
        ];
        assert_eq!(write(&dir, &files).unwrap().len(), 2);
        assert!(write(&dir, &files).unwrap().is_empty());
        std::fs::write(dir.join("integrations/a.json"), "changed").unwrap();
        std::fs::write(dir.join("README.md"), "mine").unwrap();
        std::fs::write(dir.join("integrations/notes.txt"), "mine").unwrap();
        assert_eq!(write(&dir, &files).unwrap(), ["integrations/a.json"]);
        let names: Vec<_> = read(&dir).unwrap().into_iter().map(|file| file.name).collect();
        assert_eq!(names, ["connections/t/b.json", "integrations/a.json"]);
    }

    #[cfg(unix)]
    #[test]
    fn no_link_leads_out_of_the_folder() {
        use std::os::unix::fs::symlink;
        let place = tempfile::tempdir().unwrap();
        let (dir, outside) = (place.path().join("repo"), place.path().join("outside"));
        std::fs::create_dir_all(&outside).unwrap();
        std::fs::create_dir_all(dir.join("integrations")).unwrap();
        std::fs::write(outside.join("a.json"), "secret").unwrap();
        symlink(&outside, dir.join("presets")).unwrap();
        assert!(read(&dir).is_err() && write(&dir, &[file("presets/a.json", "{}")]).is_err());
        std::fs::remove_file(dir.join("presets")).unwrap();
        symlink(outside.join("a.json"), dir.join("integrations/a.json")).unwrap();
        assert!(read(&dir).is_err() && write(&dir, &[file("integrations/a.json", "{}")]).is_err());
        assert_eq!(std::fs::read_to_string(outside.join("a.json")).unwrap(), "secret");
        for name in ["../a.json", "/a.json", "presets/../../a.json", "a\\b.json"] {
            assert!(write(&dir, &[file(name, "{}")]).is_err(), "{name}");
        }
    }
}
