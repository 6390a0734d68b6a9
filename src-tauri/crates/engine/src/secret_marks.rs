//! The developer's word on which undeclared leaves are secrets (design section 2, "Secrets"). It is said of an integration
//! and holds wherever the leaf is shown: its defaults, the overrides of its connections, drafts, the dry run, the log.

use patchbay_connector::{Connector, ParamPath, Patch};

use crate::{ChangedWhat, Code, Engine, Error};

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
        let mut integration = self.integration(integration).await?;
        let connector = self.connector_for(&integration, &Patch::default()).await?;
        if !connector.markable(path) {
            return Err(not_markable(&connector, &path.to_string()).at(path.to_string()));
        }
        let name = path.to_string();
        let before = match secret {
            Some(secret) => integration.marks.insert(name, secret),
            None => integration.marks.remove(&name),
        };
        if before == secret {
            return Ok(before);
        }
        let now = self.now();
        let id = integration.id.clone();
        self.with_store(move |store| store.integration_update(&integration, now))
            .await?;
        self.forget_all();
        self.tell(ChangedWhat::Integrations, Some(&id));
        self.tell(ChangedWhat::Connections, None);
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
