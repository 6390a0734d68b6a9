//! URL templates.

use serde::{Deserialize, Serialize};

use super::Template;

/// A URL template.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct UrlTemplate(Template);
