//! Which values are secrets, and how they are shown and come back (design section 2, "Secrets").

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{Connector, ParamProblem, Patch};

/// What is shown in place of a secret.
pub const MASK: &str = "••••••••";

/// What the developer said of single leaves: path → is a secret, or is none.
pub type SecretMarks = BTreeMap<String, bool>;

/// The patch with its secrets masked.
pub fn mask(patch: &Patch, connector: &Connector, option: Option<&str>, marks: &SecretMarks) -> Value {
    let _ = (connector, option, marks);
    patch.to_value()
}

/// The patch with each mask replaced by what is stored at the same path.
///
/// # Errors
/// [`crate::ParamProblemCode::MaskElsewhere`] for each mask at a path where nothing is stored.
pub fn unmask(incoming: &Patch, stored: &Patch) -> Result<Patch, Vec<ParamProblem>> {
    let _ = stored;
    Ok(incoming.clone())
}

/// Whether a name or a value looks like a secret.
pub fn looks_secret(name: &str, value: &str) -> bool {
    let _ = (name, value);
    false
}
