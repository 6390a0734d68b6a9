//! The layers of a parameter (design section 2), laid on each other with provenance.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::{
    Effective, Hidden, Leaf, ParamPath, ParamProblem, ParamProblemCode, ParamSource, Patch, Removed,
    path::compare, projection::Projection, reserved,
};

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

impl<'a> Layers<'a> {
    /// The patches, the lowest first.
    pub(crate) fn patches(&self) -> [(Layer, &'a Patch); 3] {
        [
            (Layer::Integration, self.integration),
            (Layer::IntegrationOption, self.integration_option),
            (Layer::Override, self.overrides),
        ]
    }
}

/// Lays patches on a projection. Runs for every call whose result is not cached, so it clones what it must and no more.
pub(crate) struct Laying<'a> {
    projection: &'a Projection,
    result: Effective,
}

impl<'a> Laying<'a> {
    pub(crate) fn new(
        projection: &'a Projection,
        option: Option<String>,
        variant: Option<String>,
        problems: Vec<ParamProblem>,
    ) -> Self {
        let mut leaves = Vec::with_capacity(projection.leaves.len() + 8);
        leaves.extend_from_slice(&projection.leaves);
        let result = Effective {
            option,
            variant,
            leaves,
            removed: projection.removed.clone(),
            hidden: Vec::new(),
            problems,
            marks: crate::SecretMarks::new(),
            document: std::sync::Arc::clone(&projection.document),
            retry: std::sync::OnceLock::new(),
        };
        Self { projection, result }
    }

    pub(crate) fn lay(&mut self, layer: Layer, patch: &Patch) {
        let mut path = Vec::with_capacity(4);
        for (name, value) in patch.expose() {
            if !self.projection.developer_may(name) {
                self.refuse(layer, name);
                continue;
            }
            let table = matches!(name.as_str(), "http" | "authorizeParams" | "tokenParams");
            if table && !value.is_object() {
                self.problem(
                    &[name],
                    layer,
                    ParamProblemCode::WrongType,
                    "is an object and was left out",
                );
                continue;
            }
            path.clear();
            path.push(name.as_str());
            self.value(&mut path, value, layer);
        }
    }

    pub(crate) fn finish(self) -> Effective {
        self.result
    }

    fn refuse(&mut self, layer: Layer, name: &str) {
        let declared = self.projection.document.params.get(name);
        let (code, message) = match declared.map(|param| param.source) {
            Some(ParamSource::User) => (
                ParamProblemCode::WrongSource,
                "is what the end user types and was left out",
            ),
            Some(ParamSource::Discovered) => (
                ParamProblemCode::WrongSource,
                "is what the provider tells and was left out",
            ),
            _ => (
                ParamProblemCode::UnknownParameter,
                "is not a parameter of this connector and was left out",
            ),
        };
        self.problem(&[name], layer, code, message);
    }

    fn problem(&mut self, path: &[&str], layer: Layer, code: ParamProblemCode, message: &str) {
        let path = ParamPath::new(path.iter().copied());
        let whose = if layer == Layer::Override {
            "override"
        } else {
            "integration"
        };
        let message = format!("\"{path}\" in the {whose} {message}. Take it out there.");
        self.result.problems.push(ParamProblem::new(path, code, message));
    }

    fn value<'v>(&mut self, path: &mut Vec<&'v str>, value: &'v Value, layer: Layer) {
        if reserved::is_reserved(&self.projection.document, path) {
            return self.problem(
                path,
                layer,
                ParamProblemCode::Reserved,
                "belongs to the protocol or to a credential and was left out",
            );
        }
        let table = matches!(path[..], ["http", "headers" | "query"]);
        if table && !value.is_object() {
            return self.problem(
                path,
                layer,
                ParamProblemCode::WrongType,
                "is an object and was left out",
            );
        }
        if path.len() == 3
            && matches!(path[..2], ["http", "headers"])
            && (value.is_object() || value.is_array())
        {
            return self.problem(
                path,
                layer,
                ParamProblemCode::WrongType,
                "is a header, so it takes a text, and was left out",
            );
        }
        match value {
            Value::Object(map) => {
                if let Ok(at) = self.find(path) {
                    self.remove(at, layer);
                }
                for (name, value) in map {
                    path.push(name);
                    self.value(path, value, layer);
                    path.pop();
                }
            }
            Value::Null => {
                let (from, to) = self.range(path);
                for _ in from..to {
                    self.remove(from, layer);
                }
            }
            _ => self.set(path, value, layer),
        }
    }

    fn find(&self, path: &[&str]) -> Result<usize, usize> {
        self.result
            .leaves
            .binary_search_by(|leaf| compare(leaf.path.segments(), path))
    }

    /// The leaves at a path and below it.
    fn range(&self, path: &[&str]) -> (usize, usize) {
        let from = self.find(path).unwrap_or_else(|at| at);
        let below = |leaf: &&Leaf| {
            let segments = leaf.path.segments();
            segments.len() >= path.len() && compare(&segments[..path.len()], path).is_eq()
        };
        (
            from,
            from + self.result.leaves[from..].iter().take_while(below).count(),
        )
    }

    fn set(&mut self, path: &[&str], value: &Value, layer: Layer) {
        let (from, to) = self.range(path);
        let exact = from < to && self.result.leaves[from].path.segments().len() == path.len();
        for _ in from + usize::from(exact)..to {
            self.remove(from + usize::from(exact), layer);
        }
        if exact {
            self.hide(from, layer);
            let leaf = &mut self.result.leaves[from];
            let old = std::mem::replace(&mut leaf.value, value.clone());
            leaf.beneath.insert(0, (leaf.layer, Some(old)));
            leaf.layer = layer;
            leaf.template = false;
            return;
        }
        let path = ParamPath::new(path.iter().copied());
        let removed = &mut self.result.removed;
        let beneath = match removed.iter().position(|removed| removed.path == path) {
            Some(at) => {
                let mut was = removed.remove(at);
                was.beneath.insert(0, (was.layer, None));
                was.beneath
            }
            None => Vec::new(),
        };
        let leaf = self.projection.leaf(path, value.clone(), layer, beneath, false);
        self.result.leaves.insert(from, leaf);
    }

    fn remove(&mut self, at: usize, layer: Layer) {
        self.hide(at, layer);
        let leaf = self.result.leaves.remove(at);
        let Leaf {
            path,
            value,
            layer: was,
            mut beneath,
            ..
        } = leaf;
        beneath.insert(0, (was, Some(value)));
        let removed = &mut self.result.removed;
        let at = removed
            .binary_search_by(|removed| removed.path.cmp(&path))
            .unwrap_or_else(|at| at);
        removed.insert(at, Removed { path, layer, beneath });
    }

    /// Notes that a leaf of the variant is not in force.
    fn hide(&mut self, at: usize, by: Layer) {
        let leaf = &self.result.leaves[at];
        let variant =
            leaf.layer == Layer::Variant || leaf.beneath.iter().any(|(layer, _)| *layer == Layer::Variant);
        let (true, Some(name)) = (variant, self.result.variant.clone()) else {
            return;
        };
        let path = leaf.path.to_string();
        self.result.hidden.retain(|hidden| hidden.path != path);
        self.result.hidden.push(Hidden {
            path,
            variant: name,
            by,
        });
    }
}
