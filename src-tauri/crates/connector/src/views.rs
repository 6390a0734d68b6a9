//! Leaves as they are shown: masked, removed ones included.

use serde_json::Value;

use crate::{
    BeneathView, Effective, Layer, Leaf, LeafView, MASK, ParamPath, Removed, SecretMarks,
    masking::is_secret_leaf,
};

impl Leaf {
    /// Whether the value stands in the connector file, not in a layer above it.
    pub(crate) fn is_of_file(&self) -> bool {
        self.layer <= Layer::Variant
    }

    /// Whether it is shown masked: declared a secret, marked as one, or one by its looks.
    pub fn is_masked(&self, marks: &SecretMarks) -> bool {
        let declared = self.declared || self.beneath.iter().any(|(layer, _)| *layer <= Layer::Variant);
        is_secret_leaf(&self.path, &self.value, self.secret, declared, marks)
    }
}

impl Effective {
    /// The same with the developer's marks: leaves are shown by them from here on.
    #[must_use]
    pub fn marked(mut self, marks: &SecretMarks) -> Self {
        self.marks.clone_from(marks);
        self
    }

    /// The leaves as they are shown, removed ones included, sorted by path.
    pub fn views(&self) -> Vec<LeafView> {
        self.views_by(&self.marks)
    }

    /// The same by other marks than its own.
    pub(crate) fn views_by(&self, marks: &SecretMarks) -> Vec<LeafView> {
        let mut views: Vec<(&ParamPath, LeafView)> = self
            .leaves
            .iter()
            .map(|leaf| (&leaf.path, leaf_view(leaf, marks)))
            .collect();
        views.extend(
            self.removed
                .iter()
                .map(|removed| (&removed.path, self.removed_view(removed, marks))),
        );
        views.sort_by(|a, b| a.0.cmp(b.0));
        views.into_iter().map(|(_, view)| view).collect()
    }

    fn removed_view(&self, removed: &Removed, marks: &SecretMarks) -> LeafView {
        let param = self.document.params.get(removed.path.root());
        let declared_secret =
            removed.path.root() == "clientSecret" || param.is_some_and(|param| param.secret);
        let from_file = removed.beneath.iter().any(|(layer, _)| *layer <= Layer::Variant);
        let declared = from_file || param.is_some();
        let any = removed
            .beneath
            .iter()
            .find_map(|(_, value)| value.clone())
            .unwrap_or(Value::Null);
        let secret = is_secret_leaf(&removed.path, &any, declared_secret, declared, marks);
        LeafView {
            path: removed.path.to_string(),
            value: Value::Null,
            layer: removed.layer,
            template: false,
            beneath: beneath(&removed.beneath, secret),
            declared,
            secret,
            required: param.is_some_and(|param| param.required),
            effect: self.effect_of(&removed.path),
            title: param
                .map(|param| param.title.clone())
                .filter(|title| !title.is_empty()),
            removed: true,
        }
    }
}

fn leaf_view(leaf: &Leaf, marks: &SecretMarks) -> LeafView {
    let secret = leaf.is_masked(marks);
    LeafView {
        path: leaf.path.to_string(),
        value: if secret { MASK.into() } else { leaf.value.clone() },
        layer: leaf.layer,
        template: leaf.template,
        beneath: beneath(&leaf.beneath, secret),
        declared: leaf.declared,
        secret,
        required: leaf.required,
        effect: leaf.effect,
        title: leaf.title.as_deref().map(str::to_owned),
        removed: false,
    }
}

fn beneath(beneath: &[(Layer, Option<Value>)], secret: bool) -> Vec<BeneathView> {
    let view = |(layer, value): &(Layer, Option<Value>)| BeneathView {
        layer: *layer,
        value: match value {
            Some(_) if secret => MASK.into(),
            Some(value) => value.clone(),
            None => Value::Null,
        },
    };
    beneath.iter().map(view).collect()
}
