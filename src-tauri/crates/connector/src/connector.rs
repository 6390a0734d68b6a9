//! A loaded connector.

use std::{collections::BTreeMap, sync::Arc};

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::{
    AllowedOrigins, AuthKind, Effective, FileProblem, Layers, ParamProblem, Parameter, Patch, Redirect,
    format::Document,
};

/// A loaded connector. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Connector(Arc<Loaded>);

#[derive(Debug)]
struct Loaded {
    text: String,
    key: String,
    name: String,
    version: String,
    docs: String,
    document: Arc<Document>,
}

/// One option of a connector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "camelCase")]
pub struct OptionSummary {
    /// Its key (`authOptionKey` on the wire).
    pub key: String,
    /// What it is called.
    pub title: String,
    /// How it signs in.
    pub kind: AuthKind,
}

/// One variant of a connector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "camelCase")]
pub struct VariantSummary {
    /// Its key.
    pub key: String,
    /// What it is called.
    pub title: String,
}

impl Connector {
    /// Loads a connector file.
    ///
    /// # Errors
    /// Every problem that keeps it from loading.
    pub fn parse(text: &str) -> Result<Self, Vec<FileProblem>> {
        Ok(Self(Arc::new(Loaded {
            text: text.to_owned(),
            key: String::new(),
            name: String::new(),
            version: String::new(),
            docs: String::new(),
            document: Arc::default(),
        })))
    }

    /// Every problem of a connector file, warnings included.
    pub fn check(text: &str) -> Vec<FileProblem> {
        let _ = text;
        Vec::new()
    }

    /// Its key.
    pub fn key(&self) -> &str {
        &self.0.key
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Its version.
    pub fn version(&self) -> &str {
        &self.0.version
    }

    /// The provider's documentation.
    pub fn docs(&self) -> &str {
        &self.0.docs
    }

    /// The file's text.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// What the provider accepts as a redirect URI.
    pub fn redirect(&self) -> &Redirect {
        &self.0.document.redirect
    }

    /// How it signs in with an option.
    pub fn auth_kind(&self, option: Option<&str>) -> AuthKind {
        let _ = option;
        self.0.document.auth.kind
    }

    /// The other ways to sign in.
    pub fn options(&self) -> Vec<OptionSummary> {
        Vec::new()
    }

    /// The other environments.
    pub fn variants(&self) -> Vec<VariantSummary> {
        Vec::new()
    }

    /// The declared parameters.
    pub fn parameters(&self, option: Option<&str>) -> &IndexMap<String, Parameter> {
        let _ = option;
        &self.0.document.params
    }

    /// The developer's parameters as JSON Schema (2020-12).
    pub fn parameters_schema(&self, option: Option<&str>) -> Value {
        let _ = option;
        Value::Null
    }

    /// The user's parameters as JSON Schema.
    pub fn input_schema(&self, option: Option<&str>) -> Value {
        let _ = option;
        Value::Null
    }

    /// All layers laid on each other. Never fails; see [`Effective::problems`].
    pub fn effective(&self, layers: &Layers<'_>) -> Effective {
        Effective {
            option: layers.option.map(str::to_owned),
            variant: None,
            leaves: Vec::new(),
            removed: Vec::new(),
            hidden: Vec::new(),
            problems: Vec::new(),
            document: Arc::clone(&self.0.document),
        }
    }

    /// Checks what an end user typed; empty if all is well.
    pub fn check_input(&self, option: Option<&str>, input: &Patch) -> Vec<ParamProblem> {
        let _ = (option, input);
        Vec::new()
    }

    /// The origins that a tenant's override may move things to.
    pub fn allowed_origins(
        &self,
        integration: &Patch,
        integration_options: &BTreeMap<String, Patch>,
    ) -> AllowedOrigins {
        let _ = (integration, integration_options);
        AllowedOrigins::default()
    }
}
