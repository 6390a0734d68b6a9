//! Effective parameters: all layers laid on each other, each leaf with its provenance. Computed, never stored.

use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use ts_rs::TS;

use crate::{
    AuthKind, Effect, Layer, Names, ParamPath, ParamProblem, ParamProblemCode, ParamSource, Patch, Pkce,
    Retry, Secret, SecretMarks, TemplateError,
    format::{Document, scope_template},
    path::compare,
    reserved,
    templates::{fill, text},
    values::as_text,
};

/// One leaf of the result.
#[derive(Clone, PartialEq)]
pub struct Leaf {
    /// Where.
    pub path: ParamPath,
    /// The value, in clear.
    pub value: Value,
    /// Who set it.
    pub layer: Layer,
    /// From a connector file and not yet filled.
    pub template: bool,
    /// What lies under it, the uppermost first; `None` where that layer removes it.
    pub beneath: Vec<(Layer, Option<Value>)>,
    /// Whether a connector file or the format itself knows it.
    pub declared: bool,
    /// Whether it is declared secret.
    pub secret: bool,
    /// Whether connecting needs it.
    pub required: bool,
    /// When a change of it takes effect.
    pub effect: Effect,
    /// What a form calls it.
    pub title: Option<Arc<str>>,
}

impl fmt::Debug for Leaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({:?})", self.path, self.layer)
    }
}

/// A leaf that a layer removes.
#[derive(Clone, PartialEq)]
pub struct Removed {
    /// Where.
    pub path: ParamPath,
    /// Who removes it.
    pub layer: Layer,
    /// What lies under it, the uppermost first.
    pub beneath: Vec<(Layer, Option<Value>)>,
}

/// A leaf of the chosen variant that a layer above it sets or removes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "camelCase")]
pub struct Hidden {
    /// Where.
    pub path: String,
    /// The variant.
    pub variant: String,
    /// The layer that hides it.
    pub by: Layer,
}

/// How a token is kept fresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "camelCase")]
pub struct RefreshPolicy {
    /// Whether refreshing is possible at all.
    pub enabled: bool,
    /// How long before its end a token is refreshed, in seconds; a cap.
    pub buffer_s: u64,
}

/// A leaf as it is shown: masked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "camelCase")]
pub struct LeafView {
    /// Where.
    pub path: String,
    /// The value or the mask; null where removed.
    pub value: Value,
    /// Who set or removed it.
    pub layer: Layer,
    /// From a connector file and not yet filled.
    pub template: bool,
    /// What lies under it, the uppermost first.
    pub beneath: Vec<BeneathView>,
    /// Whether a connector file or the format itself knows it.
    pub declared: bool,
    /// Whether it is masked.
    pub secret: bool,
    /// Whether connecting needs it.
    pub required: bool,
    /// When a change of it takes effect.
    pub effect: Effect,
    /// What a form calls it.
    pub title: Option<String>,
    /// Whether a layer removes it.
    pub removed: bool,
}

/// What lies under a leaf.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "camelCase")]
pub struct BeneathView {
    /// Whose it is.
    pub layer: Layer,
    /// The value or the mask; null where that layer removes it.
    pub value: Value,
}

/// All layers laid on each other.
#[derive(Debug, Clone)]
pub struct Effective {
    /// The chosen option.
    pub option: Option<String>,
    /// The chosen variant.
    pub variant: Option<String>,
    /// The leaves of the result, sorted by path.
    pub leaves: Vec<Leaf>,
    /// What layers removed, sorted by path.
    pub removed: Vec<Removed>,
    /// What the chosen variant would set, were it not for a layer above it.
    pub hidden: Vec<Hidden>,
    /// What is wrong with the layers. The result leaves it out.
    pub problems: Vec<ParamProblem>,
    /// What the developer said of single leaves: a secret, or none.
    pub marks: SecretMarks,
    pub(crate) document: Arc<Document>,
    pub(crate) retry: OnceLock<Retry>,
}

impl fmt::Debug for Removed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({:?})", self.path, self.layer)
    }
}

impl Effective {
    /// The leaf at a path.
    pub fn leaf(&self, path: &str) -> Option<&Leaf> {
        let path: ParamPath = path.parse().ok()?;
        let at = self.leaves.binary_search_by(|leaf| leaf.path.cmp(&path)).ok()?;
        self.leaves.get(at)
    }

    /// The value at a path as a template would see it; `None` where it is absent or itself a template.
    pub fn text(&self, name: &str) -> Option<String> {
        self.leaf(name)
            .filter(|leaf| !leaf.template)
            .and_then(|leaf| as_text(&leaf.value))
    }

    /// The scopes to ask for, as they are written: see [`Effective::asked_scopes`].
    pub fn scopes(&self) -> Vec<String> {
        let scopes = self.leaf("scopes").and_then(|leaf| leaf.value.as_array());
        scopes
            .into_iter()
            .flatten()
            .filter_map(|scope| scope.as_str().map(str::to_owned))
            .collect()
    }

    /// The scopes to ask for, those of the file filled (Dynamics' `https://${org}…/.default`). What comes out empty is left
    /// out.
    ///
    /// # Errors
    /// A template that cannot be filled.
    pub fn asked_scopes(&self, names: &Names) -> Result<Vec<String>, TemplateError> {
        let Some(leaf) = self.leaf("scopes").filter(|leaf| leaf.template) else {
            return Ok(self.scopes());
        };
        let mut scopes = Vec::new();
        for scope in leaf.value.as_array().into_iter().flatten() {
            if let Some(template) = scope_template(scope) {
                scopes.push(text(&fill(&template, names, "scopes")?));
            }
        }
        scopes.retain(|scope| !scope.is_empty());
        Ok(scopes)
    }

    /// The client id.
    pub fn client_id(&self) -> Option<String> {
        self.text("clientId").filter(|text| !text.is_empty())
    }

    /// The client secret.
    pub fn client_secret(&self) -> Option<Secret<String>> {
        self.text("clientSecret")
            .filter(|text| !text.is_empty())
            .map(Secret::new)
    }

    /// The effective `tokenParams` that are literals. Those that are templates of the file are in the token endpoint.
    pub fn token_params(&self) -> Vec<(String, String)> {
        let literals = self.below(&["tokenParams"]).filter(|(_, leaf)| !leaf.template);
        literals
            .filter_map(|(name, leaf)| Some((name.to_owned(), as_text(&leaf.value)?)))
            .collect()
    }

    /// The leaves in a table, with their names.
    pub(crate) fn below<'a>(&'a self, table: &'a [&str]) -> impl Iterator<Item = (&'a str, &'a Leaf)> {
        let from = self
            .leaves
            .partition_point(|leaf| compare(leaf.path.segments(), table).is_lt());
        self.leaves[from..].iter().map_while(move |leaf| {
            let segments = leaf.path.segments();
            let inside = segments.len() == table.len() + 1 && segments.iter().zip(table).all(|(a, b)| a == b);
            inside.then(|| (segments[table.len()].as_str(), leaf))
        })
    }

    /// SHA-256 of the values and of the option and variant that they belong to.
    pub fn hash(&self) -> [u8; 32] {
        let mut hasher = Sha256::new();
        let mut add = |text: &str| {
            // With its length before it, no two different sequences are the same bytes.
            hasher.update((text.len() as u64).to_le_bytes());
            hasher.update(text);
        };
        add(self.option.as_deref().unwrap_or_default());
        add(self.variant.as_deref().unwrap_or_default());
        for leaf in &self.leaves {
            add(&leaf.path.to_string());
            add(&leaf.value.to_string());
        }
        hasher.finalize().into()
    }

    /// The timeout of a call, in milliseconds.
    pub fn timeout_ms(&self) -> u64 {
        let set = self.leaf("http.timeoutMs").and_then(|leaf| leaf.value.as_u64());
        set.unwrap_or(self.document.http.timeout_ms)
    }

    /// Which answers are worth another try.
    pub fn retry(&self) -> &Retry {
        self.retry.get_or_init(|| {
            let items = |name: &str| {
                self.leaf(&format!("http.retry.{name}"))
                    .and_then(|leaf| leaf.value.as_array())
                    .cloned()
                    .unwrap_or_default()
            };
            let texts = |name: &str| {
                items(name)
                    .iter()
                    .filter_map(|item| item.as_str().map(str::to_owned))
                    .collect()
            };
            let status = |item: &Value| item.as_u64().and_then(|status| u16::try_from(status).ok());
            Retry {
                statuses: items("statuses").iter().filter_map(status).collect(),
                after: texts("after"),
                at: texts("at"),
            }
        })
    }

    /// How the chosen option signs in.
    pub fn auth_kind(&self) -> AuthKind {
        self.document.auth.kind
    }

    /// How a token is kept fresh.
    pub fn refresh_policy(&self) -> RefreshPolicy {
        RefreshPolicy {
            enabled: self.document.auth.refresh.enabled,
            buffer_s: self.document.auth.refresh.buffer_s,
        }
    }

    /// The proof key form that the provider takes.
    pub fn pkce(&self) -> Pkce {
        self.document.auth.authorize.pkce
    }

    /// Whether the connector's own template for this header carries a credential or a secret: then nobody else may set
    /// it. Names compare without regard to case.
    pub fn header_carries_secret(&self, name: &str) -> bool {
        let mut known = self.document.http.headers.iter();
        known.any(|(known, template)| {
            known.eq_ignore_ascii_case(name) && reserved::uses_secret(&self.document, template)
        })
    }

    /// Required parameters without a value.
    pub fn missing(&self, input: &Patch) -> Vec<ParamProblem> {
        let mut problems = Vec::new();
        let mut say = |name: &str, title: &str, what: &str| {
            let title = if title.is_empty() { name } else { title };
            problems.push(ParamProblem::new(
                name,
                ParamProblemCode::RequiredRemoved,
                format!("\"{title}\" has no value. {what}"),
            ));
        };
        let developer = "Set it in the integration or in this connection's override.";
        if self.document.needs_client_id() && self.client_id().is_none() {
            say("clientId", "", developer);
        }
        if self.document.needs_client_secret() && self.client_secret().is_none() {
            say("clientSecret", "", developer);
        }
        for (name, param) in self.document.params.iter().filter(|(_, param)| param.required) {
            let here = self.text(name).is_some_and(|text| !text.is_empty());
            match param.source {
                ParamSource::Developer if !here && !matches!(name.as_str(), "clientId" | "clientSecret") => {
                    say(name, &param.title, developer);
                }
                ParamSource::User if !here => {
                    let typed = input.expose().get(name).and_then(as_text);
                    if typed.is_none_or(|text| text.is_empty()) {
                        say(name, &param.title, "The person who connects types it in.");
                    }
                }
                _ => {}
            }
        }
        problems
    }

    /// The values that templates are filled with: parameters, what was typed and what was discovered, and `scope`.
    pub fn names(&self, input: &Patch, discovered: &Patch) -> Names {
        let mut names = Names::default();
        for leaf in self.leaves.iter().filter(|leaf| !leaf.template) {
            if let ([name], Some(text)) = (leaf.path.segments(), as_text(&leaf.value)) {
                let secret = leaf.secret || reserved::is_secret(&self.document, name);
                names.insert(name, Secret::new(text), secret, Some(leaf.layer));
            }
        }
        let layers = [
            (ParamSource::User, Layer::Input, input),
            (ParamSource::Discovered, Layer::Discovered, discovered),
        ];
        for (source, layer, patch) in layers {
            for (name, value) in patch.expose() {
                let Some(param) = self
                    .document
                    .params
                    .get(name)
                    .filter(|param| param.source == source)
                else {
                    continue;
                };
                if let Some(text) = as_text(value).filter(|text| !text.is_empty()) {
                    names.insert(name, Secret::new(text), param.secret, Some(layer));
                }
            }
        }
        let scopes = self.asked_scopes(&names).unwrap_or_default();
        let scope = scopes.join(&self.document.auth.authorize.scope_separator);
        names.insert(
            "scope",
            Secret::new(scope),
            false,
            self.leaf("scopes").map(|leaf| leaf.layer),
        );
        names.derive(self);
        names
    }

    /// When a change of a path takes effect.
    pub(crate) fn effect_of(&self, path: &ParamPath) -> Effect {
        if path.root() == "http" {
            return Effect::Live;
        }
        crate::format::uses::effects(&self.document)
            .get(path.root())
            .copied()
            .unwrap_or_default()
    }
}
