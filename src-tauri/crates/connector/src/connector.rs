//! A loaded connector.

use std::{collections::BTreeMap, sync::Arc};

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::{
    AllowedOrigins, AuthKind, Effect, Effective, FileProblem, Layer, Layers, ParamProblem, ParamProblemCode,
    ParamSource, Parameter, Patch, Redirect, check,
    format::{Document, load::load},
    layers::Laying,
    projection::{Projection, difference, project},
    reach, schema,
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
    warnings: Vec<FileProblem>,
    /// (key, title)
    options: Vec<(String, String)>,
    variants: Vec<(String, String)>,
    /// One for every option (none first) in every variant (none first), so that nothing is projected on the way of a
    /// call.
    projections: Vec<Projection>,
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
    /// Every problem that keeps it from loading, and the warnings beside them.
    pub fn parse(text: &str) -> Result<Self, Vec<FileProblem>> {
        let file = load(text)?;
        let string = |name: &str| {
            file.root
                .get(name)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let titled = |part: &str| {
            let known = file.root.get(part).and_then(Value::as_object);
            let title = |key: &String, value: &Value| {
                let title = value
                    .get("title")
                    .and_then(Value::as_str)
                    .filter(|title| !title.is_empty());
                (key.clone(), title.map_or_else(|| key.clone(), str::to_owned))
            };
            known
                .into_iter()
                .flatten()
                .map(|(key, value)| title(key, value))
                .collect::<Vec<_>>()
        };
        let (options, variants) = (titled("options"), titled("variants"));
        let projections = projections(&file.documents, variants.len() + 1);
        Ok(Self(Arc::new(Loaded {
            text: text.to_owned(),
            key: string("key"),
            name: string("name"),
            version: string("version"),
            docs: string("docs"),
            warnings: file.warnings,
            options,
            variants,
            projections,
        })))
    }

    /// Every problem of a connector file, warnings included.
    pub fn check(text: &str) -> Vec<FileProblem> {
        match Self::parse(text) {
            Ok(connector) => connector.0.warnings.clone(),
            Err(problems) => problems,
        }
    }

    /// What its file's check found that does not keep it from loading.
    pub(crate) fn warnings(&self) -> &[FileProblem] {
        &self.0.warnings
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
        &self.document(None).redirect
    }

    /// How it signs in with an option.
    pub fn auth_kind(&self, option: Option<&str>) -> AuthKind {
        self.document(option).auth.kind
    }

    /// The other ways to sign in.
    pub fn options(&self) -> Vec<OptionSummary> {
        let summary = |(key, title): &(String, String)| OptionSummary {
            key: key.clone(),
            title: title.clone(),
            kind: self.auth_kind(Some(key)),
        };
        self.0.options.iter().map(summary).collect()
    }

    /// The other environments.
    pub fn variants(&self) -> Vec<VariantSummary> {
        let summary = |(key, title): &(String, String)| VariantSummary {
            key: key.clone(),
            title: title.clone(),
        };
        self.0.variants.iter().map(summary).collect()
    }

    /// The declared parameters, in the order of the file.
    pub fn parameters(&self, option: Option<&str>) -> &IndexMap<String, Parameter> {
        &self.document(option).params
    }

    /// The developer's parameters as JSON Schema (2020-12).
    pub fn parameters_schema(&self, option: Option<&str>) -> Value {
        schema::schema(self.document(option), ParamSource::Developer)
    }

    /// The user's parameters as JSON Schema.
    pub fn input_schema(&self, option: Option<&str>) -> Value {
        schema::schema(self.document(option), ParamSource::User)
    }

    /// All layers laid on each other. Never fails; see [`Effective::problems`].
    pub fn effective(&self, layers: &Layers<'_>) -> Effective {
        let mut problems = Vec::new();
        let option = layers.option.filter(|name| self.knows_option(name));
        if let (Some(name), None) = (layers.option, option) {
            problems.push(self.no_option(name));
        }
        let chosen = self.chosen_variant(layers);
        let variant = chosen.filter(|name| self.knows_variant(name));
        if let (Some(name), None) = (chosen, variant) {
            problems.push(self.no_variant(name));
        }
        let projection = self.projection(option, variant);
        let mut laying = Laying::new(
            projection,
            option.map(str::to_owned),
            variant.map(str::to_owned),
            problems,
        );
        for (layer, patch) in layers.patches() {
            laying.lay(layer, patch);
        }
        laying.finish()
    }

    /// That there is no such option, and which there are.
    pub(crate) fn no_option(&self, name: &str) -> ParamProblem {
        let options: Vec<&str> = self.0.options.iter().map(|(key, _)| key.as_str()).collect();
        let message = format!(
            "{} has no option \"{name}\". {}",
            self.0.name,
            choices(&options, "")
        );
        ParamProblem::new("", ParamProblemCode::UnknownOption, message).allowing(name, options)
    }

    /// That there is no such variant, and which there are.
    pub(crate) fn no_variant(&self, name: &str) -> ParamProblem {
        let variants: Vec<&str> = self.0.variants.iter().map(|(key, _)| key.as_str()).collect();
        let message = format!(
            "{} has no variant \"{name}\". {}",
            self.0.name,
            choices(&variants, ", or none")
        );
        ParamProblem::new("variant", ParamProblemCode::UnknownVariant, message).allowing(name, variants)
    }

    /// The variant, from the highest layer that says something; an empty text and `null` mean none.
    fn chosen_variant<'a>(&'a self, layers: &Layers<'a>) -> Option<&'a str> {
        let said = layers
            .patches()
            .into_iter()
            .rev()
            .find_map(|(_, patch)| patch.expose().get("variant"));
        let name = match said {
            Some(value) => value.as_str(),
            None => Some(self.document(layers.option).variant.as_str()),
        };
        name.filter(|name| !name.is_empty())
    }

    /// Checks what an end user typed; empty if all is well.
    pub fn check_input(&self, option: Option<&str>, input: &Patch) -> Vec<ParamProblem> {
        check::input(self.document(option), input)
    }

    /// The origins that a tenant's override may move things to.
    pub fn allowed_origins(
        &self,
        integration: &Patch,
        integration_options: &BTreeMap<String, Patch>,
    ) -> AllowedOrigins {
        let mut allowed = AllowedOrigins::default();
        let nothing = Patch::default();
        let mut add = |projection: &Projection, option: Option<&str>| {
            let of_option = option
                .and_then(|option| integration_options.get(option))
                .unwrap_or(&nothing);
            for (integration, of_option) in [(&nothing, &nothing), (integration, of_option)] {
                let mut laying = Laying::new(projection, None, None, Vec::new());
                laying.lay(Layer::Integration, integration);
                laying.lay(Layer::IntegrationOption, of_option);
                reach::add_origins(&laying.finish(), &mut allowed);
            }
        };
        let per_option = self.0.variants.len() + 1;
        for (at, projection) in self.0.projections.iter().enumerate() {
            let option = (at / per_option)
                .checked_sub(1)
                .and_then(|at| self.0.options.get(at));
            add(projection, option.map(|(key, _)| key.as_str()));
        }
        allowed
    }

    pub(crate) fn knows_option(&self, name: &str) -> bool {
        self.0.options.iter().any(|(key, _)| key == name)
    }

    pub(crate) fn knows_variant(&self, name: &str) -> bool {
        self.0.variants.iter().any(|(key, _)| key == name)
    }

    pub(crate) fn projection(&self, option: Option<&str>, variant: Option<&str>) -> &Projection {
        let index = |known: &[(String, String)], name: Option<&str>| {
            name.and_then(|name| known.iter().position(|(key, _)| key == name))
                .map_or(0, |at| at + 1)
        };
        let at =
            index(&self.0.options, option) * (self.0.variants.len() + 1) + index(&self.0.variants, variant);
        &self.0.projections[at]
    }

    fn document(&self, option: Option<&str>) -> &Document {
        &self.projection(option, None).document
    }
}

/// What can be chosen instead; `or` is said after the names.
fn choices(names: &[&str], or: &str) -> String {
    if names.is_empty() {
        return "It has none at all.".to_owned();
    }
    format!("Choose one of {}{or}.", names.join(", "))
}

/// The projections of all documents, in their order: options outermost, "none" first.
fn projections(
    documents: &[(Option<String>, Option<String>, Arc<Document>)],
    per_option: usize,
) -> Vec<Projection> {
    let of = |at: usize| &documents[at].2;
    (0..documents.len())
        .map(|at| {
            let own = at / per_option * per_option;
            let switch = (own..own + per_option)
                .filter(|other| *other != at)
                .map(|other| difference(of(at), of(other)))
                .max();
            let mut chain = vec![(Layer::Connector, of(0))];
            if own > 0 {
                chain.push((Layer::Option, of(own)));
            }
            if at > own {
                chain.push((Layer::Variant, of(at)));
            }
            project(&chain, switch.unwrap_or(Effect::None))
        })
        .collect()
}
