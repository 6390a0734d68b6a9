//! `patchbay connector import`: a Membrane connector export as a connector file.

use std::path::Path;

use patchbay_connector::{Imported, import};
use patchbay_engine::{Code, Error, ErrorView};

use super::connector::problem_line;
use crate::exit::Exit;
use crate::output::Output;
use crate::values::read_file;

/// How deep a folder is read: deeper than any export is.
const DEPTH: usize = 8;

/// Imports a file or a folder, without any data folder or engine. Never writes over a file.
pub(super) fn run(from: &Path, out: Option<&Path>, output: Output) -> Result<Exit, ErrorView> {
    let files = if from.is_dir() {
        let mut files = Vec::new();
        collect(from, from, DEPTH, &mut files)?;
        files
    } else {
        let name = from.file_name().map(|name| name.to_string_lossy().into_owned());
        vec![(name.unwrap_or_default(), read_file(from)?)]
    };
    let imported = import(&files)
        .map_err(|error| ErrorView::from(Error::new(Code::InvalidRequest, error.to_string())))?;
    let written = out.map(|folder| write(folder, &imported)).transpose()?;
    let loads = imported.problems.iter().all(|problem| problem.warning);
    let file = written
        .as_ref()
        .map_or_else(|| format!("{}.toml", imported.key), Clone::clone);
    output.show(&imported, |imported| {
        let mut lines = Vec::new();
        match &written {
            Some(path) => {
                lines.push(format!("Wrote {path}"));
                let notes = imported.notes.iter();
                lines.extend(notes.map(|note| format!("  {}: {}", note.part, note.message)));
            }
            // The notes stand at the file's top.
            None => lines.push(imported.text.trim_end().to_owned()),
        }
        let problems = imported.problems.iter();
        lines.extend(problems.map(|problem| problem_line(Path::new(&file), problem)));
        lines.join("\n")
    });
    Ok(if loads { Exit::Done } else { Exit::BadInput })
}

fn write(folder: &Path, imported: &Imported) -> Result<String, ErrorView> {
    use std::io::Write as _;
    let path = folder.join(format!("{}.toml", imported.key));
    let failed = |error: std::io::Error| -> ErrorView {
        let words = match error.kind() {
            std::io::ErrorKind::AlreadyExists => format!("{} is there already.", path.display()),
            _ => format!("{} could not be written: {error}.", path.display()),
        };
        Error::new(Code::InvalidRequest, words)
            .next("Nothing was changed. Name another folder with --out, or move the file away.")
            .into()
    };
    std::fs::create_dir_all(folder).map_err(failed)?;
    let mut file = std::fs::File::create_new(&path).map_err(failed)?;
    file.write_all(imported.text.as_bytes()).map_err(failed)?;
    Ok(path.display().to_string())
}

fn collect(
    root: &Path,
    folder: &Path,
    depth: usize,
    files: &mut Vec<(String, String)>,
) -> Result<(), ErrorView> {
    let failed = |error: std::io::Error| -> ErrorView {
        Error::new(
            Code::InvalidRequest,
            format!("{} could not be read: {error}.", folder.display()),
        )
        .next("Name the exported file, or the folder that holds spec.yml.")
        .into()
    };
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        entries.push(entry.map_err(failed)?.path());
    }
    entries.sort();
    for path in entries {
        let data = path.extension().is_some_and(|end| {
            ["json", "yml", "yaml"]
                .iter()
                .any(|known| end.eq_ignore_ascii_case(known))
        });
        if path.is_dir() && depth > 0 && !path.is_symlink() {
            collect(root, &path, depth - 1, files)?;
        } else if data && path.is_file() {
            let name = path
                .strip_prefix(root)
                .unwrap_or(&path)
                .to_string_lossy()
                .into_owned();
            files.push((name, read_file(&path)?));
        }
    }
    Ok(())
}
