//! The developer's word on which undeclared leaves are secrets (design section 2, "Secrets"). It is said of an integration
//! and holds wherever the leaf is shown: its defaults, the overrides of its connections, drafts, the dry run, the log.

use patchbay_connector::{Connector, ParamPath, Patch};

use crate::{Code, Engine, Error, SetIntegration};

impl Engine {
    /// Says of a leaf that it is a secret (`Some(true)`), that it is none, or leaves it to its looks (`None`). Gives what
    /// was said before.
    ///
    /// # Errors
    /// [`Code::InvalidRequest`] for a leaf that a connector file declares: the file says what is a secret there.
    pub async fn mark_secret(
        &self,
        integration: &str,
        path: &ParamPath,
        secret: Option<bool>,
    ) -> Result<Option<bool>, Error> {
        let integration = self.integration(integration).await?;
        let connector = self.connector_for(&integration, &Patch::default()).await?;
        if !connector.markable(path) {
            return Err(not_markable(&connector, &path.to_string()).at(path.to_string()));
        }
        let (name, mut marks) = (path.to_string(), integration.marks);
        let before = match secret {
            Some(secret) => marks.insert(name, secret),
            None => marks.remove(&name),
        };
        if before != secret {
            let set = SetIntegration {
                marks: Some(marks),
                ..SetIntegration::default()
            };
            self.set_integration(&integration.id, set).await?;
        }
        Ok(before)
    }
}

pub(crate) fn not_markable(connector: &Connector, path: &str) -> Error {
    Error::new(
        Code::InvalidRequest,
        format!(
            "Whether “{path}” is a secret is said by the connector file of {}, and not here.",
            connector.name()
        ),
    )
    .next("Headers, query parameters and extra parameters of the sign-in can be marked.")
}
