//! Imports a Membrane connector export: what its mapping functions say becomes a connector file, and what they cannot say
//! here (JavaScript, formulas over lists) is listed in plain words.
//!
//! Only data is read; no function of an export is ever run.

mod document;
mod evaluate;
mod export;
mod formula;
mod parameters;
mod sign_in;
mod variants;
mod write;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use self::export::Export;
pub use self::export::ImportError;
use crate::{Connector, FileProblem};

/// A connector file made from an export.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "camelCase")]
pub struct Imported {
    /// The connector's key, which is also its file's name.
    pub key: String,
    /// The connector file.
    pub text: String,
    /// What was not carried over, or was carried over differently.
    pub notes: Vec<ImportNote>,
    /// What the file still needs before it loads.
    pub problems: Vec<FileProblem>,
}

/// Something that a person has to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "camelCase")]
pub struct ImportNote {
    /// The function or part of the export, such as `auth.getTokenData`.
    pub part: String,
    /// What became of it, and what to do.
    pub message: String,
}

/// Makes a connector file of an export: one JSON or YAML document, or the files of its folder with their relative names.
///
/// # Errors
/// See [`ImportError`]. What merely cannot be carried over is a note, not an error.
pub fn import(files: &[(String, String)]) -> Result<Imported, ImportError> {
    let export = Export::read(files)?;
    let mut notes = Vec::new();
    let document = document::document(&export, &mut notes)?;
    let text = write::text(&document, &notes);
    notes.dedup();
    Ok(Imported {
        key: export.key,
        problems: Connector::check(&text),
        text,
        notes,
    })
}

fn note(part: &str, message: String) -> ImportNote {
    ImportNote {
        part: part.to_owned(),
        message,
    }
}
