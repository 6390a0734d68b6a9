//! The layers of a parameter (design section 2).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Patch;

/// Where a value comes from, the lowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "camelCase")]
pub enum Layer {
    /// The connector file itself.
    Connector,
    /// The chosen option of it.
    Option,
    /// The chosen variant of it.
    Variant,
    /// The integration's parameters.
    Integration,
    /// The integration's parameters for the chosen option.
    IntegrationOption,
    /// The connection's override.
    Override,
    /// What the end user typed. Not a layer: it fills parameters of its own.
    Input,
    /// What the provider told. Not a layer either.
    Discovered,
}

/// What is laid on a connector.
#[derive(Debug, Clone, Copy)]
pub struct Layers<'a> {
    /// The chosen option.
    pub option: Option<&'a str>,
    /// The integration's parameters.
    pub integration: &'a Patch,
    /// Its parameters for that option.
    pub integration_option: &'a Patch,
    /// The connection's override.
    pub overrides: &'a Patch,
}
