//! What taking files over would do: judged whole before anything is changed. Each kind of file is judged in a file of its own
//! beside this one.

use std::collections::BTreeMap;

use patchbay_connector::{MASK, ParamPath, Patch};
use serde_json::Value;

use super::{
    FileChange, FileTrouble, FilesPlan, WorkspaceFile,
    apply::Act,
    read::{Said, read},
};
use crate::{Code, Engine, Error};

/// The most files at once.
const MOST: usize = 10_000;

/// What one file comes to.
pub(super) struct Planned {
    pub(super) changes: Vec<FileChange>,
    pub(super) skipped: Vec<Error>,
    pub(super) act: Option<Act>,
}

impl Engine {
    /// What taking these files over would do, and how it is done.
    pub(super) async fn plan_files(
        &self,
        files: &[WorkspaceFile],
    ) -> Result<(FilesPlan, Vec<(String, Act)>), Error> {
        self.need_vault()?;
        if files.len() > MOST {
            return Err(Error::new(
                Code::InvalidRequest,
                format!(
                    "These are {} files; at most {MOST} are taken at once.",
                    files.len()
                ),
            )
            .next("Push the folders one after the other."));
        }
        let (mut plan, mut acts) = (FilesPlan::default(), Vec::new());
        let mut about: BTreeMap<String, &str> = BTreeMap::new();
        for file in files {
            let planned = match read(file) {
                Ok(said) => match twice(&mut about, &said, &file.name) {
                    Some(error) => Err(error),
                    None => Box::pin(self.plan_file(&file.name, said)).await,
                },
                Err(error) => Err(error),
            };
            let trouble = |error| FileTrouble {
                file: file.name.clone(),
                error,
            };
            match planned {
                Ok(planned) => {
                    plan.skipped.extend(planned.skipped.into_iter().map(trouble));
                    if !planned.changes.is_empty() {
                        plan.changes.extend(planned.changes);
                        acts.extend(planned.act.map(|act| (file.name.clone(), act)));
                    }
                }
                Err(error) => plan.problems.push(trouble(error)),
            }
        }
        // What others build on comes first.
        acts.sort_by_key(|(_, act)| act.order());
        Ok((plan, acts))
    }

    async fn plan_file(&self, file: &str, said: Said) -> Result<Planned, Error> {
        match said {
            Said::Integration(said) => self.plan_integration(file, *said).await,
            Said::Preset(said) => self.plan_preset(file, said).await,
            Said::Connection(said) => self.plan_connection(file, said).await,
        }
    }
}

/// Two files must not be about the same thing: which one counts would be chance.
fn twice<'a>(about: &mut BTreeMap<String, &'a str>, said: &Said, file: &'a str) -> Option<Error> {
    let name = match said {
        Said::Integration(said) => format!("integration {}", said.key),
        Said::Preset(said) => format!("preset {}", said.name.to_lowercase()),
        Said::Connection(said) => match &said.id {
            Some(id) => format!("connection {id}"),
            None => format!("connection {:?} of {}", said.key, said.tenant),
        },
    };
    let other = about.insert(name.clone(), file)?;
    Some(
        Error::new(Code::InvalidRequest, format!("{other} is about the same {name}."))
            .next("Keep one of the files."),
    )
}

/// Takes masked leaves out of a patch for something that has no stored values yet.
pub(super) fn take_masks(patch: &mut Patch) -> Vec<ParamPath> {
    let masked: Vec<ParamPath> = patch
        .leaves()
        .into_iter()
        .filter(|(_, value)| *value == &Value::from(MASK))
        .map(|(path, _)| path)
        .collect();
    for path in &masked {
        patch.unset(path);
    }
    masked
}

pub(super) fn not_in_the_file(path: &ParamPath, command: &str) -> Error {
    Error::new(
        Code::InvalidRequest,
        format!("The secret {path} is masked in the file, and nothing is stored for it here."),
    )
    .at(path.to_string())
    .next(format!("Set it afterwards: {command}"))
}
