//! What each command does, one file per topic: take the request apart, ask the engine, put the answer together.

pub(crate) mod api;
pub(crate) mod attempts;
pub(crate) mod bench;
pub(crate) mod call_log;
pub(crate) mod call_views;
pub(crate) mod calls;
pub(crate) mod connection_copies;
pub(crate) mod connection_lists;
pub(crate) mod connections;
pub(crate) mod connector_copies;
pub(crate) mod connector_folders;
pub(crate) mod connector_versions;
pub(crate) mod connectors;
pub(crate) mod diagnostics;
pub(crate) mod drafts;
pub(crate) mod form_asks;
pub(crate) mod har;
pub(crate) mod history;
pub(crate) mod integrations;
pub(crate) mod parameters;
pub(crate) mod preferences;
pub(crate) mod presets;
pub(crate) mod preview;
pub(crate) mod sandbox;
pub(crate) mod saved_requests;
pub(crate) mod status;
pub(crate) mod tenants;
pub(crate) mod webhooks;
pub(crate) mod workspace;
pub(crate) mod workspace_files;

use std::collections::BTreeMap;

use patchbay_connector::{
    Connector, Effective, ParamPath, ParamProblem, ParamProblemCode, ParamSource, Patch,
};
use patchbay_engine::{Edit, Error};
use serde_json::Value;

/// A patch from JSON text or an object; the text wins. None where neither is there.
pub(crate) fn patch(text: Option<&str>, object: Option<Value>) -> Result<Option<Patch>, Vec<ParamProblem>> {
    match (text, object) {
        (Some(text), _) if text.trim().is_empty() => Ok(Some(Patch::default())),
        (Some(text), _) => Patch::parse(text).map(Some),
        (None, Some(object)) => Patch::from_value(object).map(Some),
        (None, None) => Ok(None),
    }
}

/// An edit from what a request says.
pub(crate) fn edit(
    text: Option<&str>,
    object: Option<Value>,
    set: BTreeMap<String, Value>,
    unset: &[String],
) -> Result<Edit, Error> {
    Ok(Edit {
        whole: patch(text, object).map_err(Error::parameters)?,
        set: set
            .into_iter()
            .map(|(name, value)| Ok((path(&name)?, value)))
            .collect::<Result<_, Error>>()?,
        unset: unset
            .iter()
            .map(|name| path(name))
            .collect::<Result<_, Error>>()?,
    })
}

/// A dotted path.
pub(crate) fn path(text: &str) -> Result<ParamPath, Error> {
    text.parse().map_err(|error: patchbay_connector::PathError| {
        Error::parameters(vec![ParamProblem::new(
            text,
            ParamProblemCode::Malformed,
            error.to_string(),
        )])
    })
}

/// Required parameters without a value that are the developer's to set.
pub(crate) fn missing(connector: &Connector, effective: &Effective) -> Vec<ParamProblem> {
    let declared = connector.parameters(effective.option.as_deref());
    let developers = |problem: &ParamProblem| {
        declared
            .get(&problem.path)
            .is_none_or(|parameter| parameter.source == ParamSource::Developer)
    };
    effective
        .missing(&Patch::default())
        .into_iter()
        .filter(developers)
        .collect()
}
