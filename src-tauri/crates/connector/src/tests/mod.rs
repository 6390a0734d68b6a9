//! What crosses modules: files with errors, layers, effects, requests, answers.

mod answers;
mod effects;
mod files;
mod kinds;
mod layers;
mod patches;
mod reference;
mod requests;
mod traces;

use serde_json::Value;

use crate::{Catalogue, Connector, Effective, Layers, Names, Patch};

fn connector(key: &str) -> Connector {
    Catalogue::builtin().0.get(key).unwrap().clone()
}

fn patch(value: Value) -> Patch {
    Patch::from_value(value).unwrap()
}

fn effective(connector: &Connector, integration: Value, overrides: Value) -> Effective {
    with_option(connector, None, integration, overrides)
}

fn with_option(
    connector: &Connector,
    option: Option<&str>,
    integration: Value,
    overrides: Value,
) -> Effective {
    let (integration, overrides) = (patch(integration), patch(overrides));
    let layers = Layers {
        option,
        integration: &integration,
        integration_option: &Patch::default(),
        overrides: &overrides,
    };
    connector.effective(&layers)
}

fn names(effective: &Effective) -> Names {
    let mut names = effective.names(&Patch::default(), &Patch::default());
    names.set_secret("accessToken", "AT".into());
    names
}
