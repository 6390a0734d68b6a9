//! What a patch may say (design section 2).

use crate::{Connector, ParamProblem, Patch};

/// Whose patch it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatchLayer {
    /// An integration's parameters.
    Integration,
    /// An integration's parameters for one option.
    IntegrationOption,
    /// A connection's override.
    Override,
}

/// Checks a developer's patch; empty if all is well.
pub fn check_patch(
    connector: &Connector,
    option: Option<&str>,
    variant: Option<&str>,
    patch: &Patch,
    who: PatchLayer,
) -> Vec<ParamProblem> {
    let _ = (connector, option, variant, patch, who);
    Vec::new()
}
