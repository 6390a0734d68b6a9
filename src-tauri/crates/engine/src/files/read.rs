//! What a file says: read strictly, each problem with its line where the text itself is wrong.

use std::collections::BTreeMap;

use patchbay_connector::{ParamProblem, Patch, SecretMarks, parse_document};
use patchbay_store::{RedirectStrategy, Surface};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::WorkspaceFile;
use crate::{Code, Error};

/// What one file is about.
pub(super) enum Said {
    Integration(Box<IntegrationFile>),
    Preset(PresetFile),
    Connection(ConnectionFile),
}

pub(super) struct IntegrationFile {
    pub(super) key: String,
    pub(super) name: Option<String>,
    pub(super) connector: String,
    pub(super) version: Option<String>,
    pub(super) parameters: Patch,
    pub(super) option_parameters: BTreeMap<String, Patch>,
    pub(super) redirect: Option<RedirectStrategy>,
    pub(super) surface: Option<Surface>,
    pub(super) description: String,
    /// The developer's marks; where the file has none, those that are stored stay.
    pub(super) marks: Option<SecretMarks>,
}

pub(super) struct PresetFile {
    pub(super) name: String,
    pub(super) integration: Option<String>,
    pub(super) overrides: Patch,
}

pub(super) struct ConnectionFile {
    pub(super) id: Option<String>,
    pub(super) key: Option<String>,
    pub(super) integration: String,
    pub(super) tenant: String,
    pub(super) name: Option<String>,
    pub(super) overrides: Patch,
}

/// Reads a file by the folder that it is in.
pub(super) fn read(file: &WorkspaceFile) -> Result<Said, Error> {
    let (folder, rest) = file.name.split_once('/').unwrap_or_default();
    let stem = rest.rsplit('/').next().unwrap_or_default();
    let stem = stem.strip_suffix(".json").unwrap_or(stem);
    let known: &[&str] = match folder {
        "integrations" => &[
            "key",
            "name",
            "connector",
            "version",
            "parameters",
            "optionParameters",
            "redirect",
            "surface",
            "description",
            "secretMarks",
        ],
        "presets" => &["name", "integration", "override"],
        "connections" => &["id", "key", "integration", "tenant", "name", "override"],
        _ => {
            return Err(wrong("The file is in no folder that is known here.")
                .next("Put it into integrations, presets or connections."));
        }
    };
    let map = parse_document(&file.text).map_err(not_json)?;
    if let Some(name) = map.keys().find(|name| !known.contains(&name.as_str())) {
        return Err(wrong(format!("“{name}” is not known in a file of {folder}."))
            .at(name.clone())
            .next(format!("There may be: {}.", known.join(", "))));
    }
    let mut fields = Fields(map);
    Ok(match folder {
        "integrations" => Said::Integration(Box::new(IntegrationFile {
            key: fields.text("key")?.unwrap_or_else(|| stem.to_owned()),
            name: fields.text("name")?,
            connector: fields.needed("connector")?,
            version: fields.text("version")?,
            parameters: fields.patch("parameters")?,
            option_parameters: fields.patches("optionParameters")?,
            redirect: fields.typed("redirect", "such as { \"kind\": \"loopback\" }")?,
            surface: fields.typed("surface", "window, browser or popup")?,
            description: fields.text("description")?.unwrap_or_default(),
            marks: fields.typed("secretMarks", "such as { \"http.headers.X-Region\": true }")?,
        })),
        "presets" => Said::Preset(PresetFile {
            name: fields.text("name")?.unwrap_or_else(|| stem.to_owned()),
            integration: fields.text("integration")?,
            overrides: fields.patch("override")?,
        }),
        _ => Said::Connection(ConnectionFile {
            id: fields.text("id")?,
            key: fields.text("key")?,
            integration: fields.needed("integration")?,
            tenant: fields.needed("tenant")?,
            name: fields.text("name")?,
            overrides: fields.patch("override")?,
        }),
    })
}

struct Fields(Map<String, Value>);

impl Fields {
    fn text(&mut self, name: &str) -> Result<Option<String>, Error> {
        match self.0.remove(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(wrong(format!("“{name}” must be a text."))
                .at(name)
                .next("Put it in quotes.")),
        }
    }

    fn needed(&mut self, name: &str) -> Result<String, Error> {
        self.text(name)?.filter(|text| !text.is_empty()).ok_or_else(|| {
            wrong(format!("“{name}” is missing."))
                .at(name)
                .next("Add it; `patchbay pull` writes whole files.")
        })
    }

    fn patch(&mut self, name: &str) -> Result<Patch, Error> {
        match self.0.remove(name) {
            None => Ok(Patch::default()),
            Some(value) => inside(name, Patch::from_value(value)),
        }
    }

    fn patches(&mut self, name: &str) -> Result<BTreeMap<String, Patch>, Error> {
        match self.0.remove(name) {
            None => Ok(BTreeMap::new()),
            Some(Value::Object(map)) => map
                .into_iter()
                .map(|(option, value)| {
                    let patch = inside(&format!("{name}.{option}"), Patch::from_value(value))?;
                    Ok((option, patch))
                })
                .collect(),
            Some(_) => Err(wrong(format!("“{name}” must be an object."))
                .at(name)
                .next("Write the parameters of each option under its key.")),
        }
    }

    fn typed<T: DeserializeOwned>(&mut self, name: &str, like: &str) -> Result<Option<T>, Error> {
        let value = self.0.remove(name);
        value
            .map(|value| {
                serde_json::from_value(value).map_err(|_| {
                    wrong(format!("“{name}” is not understood."))
                        .at(name)
                        .next(format!("Write {like}."))
                })
            })
            .transpose()
    }
}

/// Problems of parameters, at their paths in the file.
pub(super) fn inside<T>(field: &str, read: Result<T, Vec<ParamProblem>>) -> Result<T, Error> {
    read.map_err(|problems| at_field(field, problems))
}

/// The same for problems that are there already.
pub(super) fn at_field(field: &str, problems: Vec<ParamProblem>) -> Error {
    let problems = problems.into_iter().map(|problem| {
        let path = match problem.path.as_str() {
            "" => field.to_owned(),
            path if path.starts_with('[') => format!("{field}{path}"),
            path => format!("{field}.{path}"),
        };
        ParamProblem { path, ..problem }
    });
    Error::parameters(problems.collect())
}

fn not_json(problems: Vec<ParamProblem>) -> Error {
    let place = problems
        .first()
        .and_then(|problem| Some((problem.line?, problem.column?)));
    let mut error = Error::parameters(problems);
    if let Some((line, column)) = place {
        error.message = format!("Line {line}, column {column}: {}", error.message);
    }
    error.next("Correct the file and push again; nothing was changed.")
}

fn wrong(message: impl Into<String>) -> Error {
    Error::new(Code::InvalidRequest, message)
}
