//! When a change takes effect (design section 2), judged as a change against what holds now.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::{Effective, Leaf, LeafView, ParamPath, projection::difference};

/// When a change takes effect, the mildest first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "camelCase")]
pub enum Effect {
    /// Used nowhere.
    #[default]
    None,
    /// With the next call.
    Live,
    /// With the next token.
    Refresh,
    /// When the user connects again.
    Reconnect,
}

/// One leaf that differs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// Where.
    pub path: String,
    /// The value before, masked if secret; absent if there was none.
    pub before: Option<Value>,
    /// The value after.
    pub after: Option<Value>,
    /// When it takes effect.
    pub effect: Effect,
}

/// What differs between two effective parameters, and when each difference takes effect. Undeclared leaves are masked
/// by the later ones' marks, or by looks.
pub fn changes(before: &Effective, after: &Effective) -> Vec<Change> {
    let mut paths: BTreeMap<&ParamPath, (Option<&Leaf>, Option<&Leaf>)> = BTreeMap::new();
    for leaf in &before.leaves {
        paths.entry(&leaf.path).or_default().0 = Some(leaf);
    }
    for leaf in &after.leaves {
        paths.entry(&leaf.path).or_default().1 = Some(leaf);
    }
    // Values compare by value, not by text: a mask must not hide that a secret changed.
    paths.retain(|_, (a, b)| a.map(|leaf| &leaf.value) != b.map(|leaf| &leaf.value));
    if paths.is_empty() {
        return Vec::new();
    }
    let views = |effective: &Effective| -> BTreeMap<String, LeafView> {
        effective
            // Both as they are shown now: what was marked since is not shown in what it was before.
            .views_by(&after.marks)
            .into_iter()
            .filter(|view| !view.removed)
            .map(|view| (view.path.clone(), view))
            .collect()
    };
    let (old, new) = (views(before), views(after));
    paths
        .into_iter()
        .map(|(path, (a, b))| {
            let effect = match path.root() {
                // Judged by what really differs, also where no leaf shows it.
                "variant" | "connectorVersion" => difference(&before.document, &after.document),
                _ => a
                    .map_or(Effect::None, |leaf| leaf.effect)
                    .max(b.map_or(Effect::None, |leaf| leaf.effect)),
            };
            let shown = |leaf: Option<&Leaf>, views: &BTreeMap<String, LeafView>| {
                leaf.and_then(|leaf| views.get(&leaf.path.to_string()))
                    .map(|view| view.value.clone())
            };
            Change {
                path: path.to_string(),
                before: shown(a, &old),
                after: shown(b, &new),
                effect,
            }
        })
        .collect()
}
