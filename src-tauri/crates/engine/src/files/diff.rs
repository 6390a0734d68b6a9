//! What differs between what is stored and what a file says, leaf by leaf.

use std::collections::BTreeMap;

use patchbay_connector::{Change, Effect, ParamPath, Patch};
use serde_json::Value;

use super::FileChange;

/// Collects the changes of one file.
pub(super) struct Changes<'a> {
    pub(super) file: &'a str,
    pub(super) about: String,
    pub(super) all: Vec<FileChange>,
}

impl<'a> Changes<'a> {
    pub(super) fn new(file: &'a str, about: String) -> Self {
        Self {
            file,
            about,
            all: Vec::new(),
        }
    }

    /// A value that is no parameter.
    pub(super) fn value(&mut self, path: &str, before: Option<Value>, after: Option<Value>, effect: Effect) {
        if before == after {
            return;
        }
        self.all.push(FileChange {
            file: self.file.to_owned(),
            about: self.about.clone(),
            path: path.to_owned(),
            before,
            after,
            effect,
        });
    }

    /// The leaves in which two patches differ: told by the clear values, shown by the masked ones.
    pub(super) fn patch(
        &mut self,
        under: &str,
        [before, after]: [&Patch; 2],
        [before_masked, after_masked]: [&Value; 2],
        effects: &[Change],
    ) {
        let mut paths: BTreeMap<ParamPath, [Option<&Value>; 2]> = BTreeMap::new();
        for (at, patch) in [before, after].into_iter().enumerate() {
            for (path, value) in patch.leaves() {
                if let Some(cell) = paths.entry(path).or_default().get_mut(at) {
                    *cell = Some(value);
                }
            }
        }
        for (path, [old, new]) in paths {
            if old == new {
                continue;
            }
            let name = path.to_string();
            let effect = effects
                .iter()
                .find(|change| change.path.eq_ignore_ascii_case(&name))
                .map_or(Effect::None, |change| change.effect);
            self.all.push(FileChange {
                file: self.file.to_owned(),
                about: self.about.clone(),
                path: format!("{under}{name}"),
                before: old.and_then(|_| shown(before_masked, &path)),
                after: new.and_then(|_| shown(after_masked, &path)),
                effect,
            });
        }
    }
}

fn shown(masked: &Value, path: &ParamPath) -> Option<Value> {
    let patch = Patch::from_value(masked.clone()).ok()?;
    patch.get(path).cloned()
}
