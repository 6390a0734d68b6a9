//! The ways to sign in that an integration, a connector or a connection offers, with these parameters: what a page asks
//! before it connects (contract sections 2.3 and 3.4).

use patchbay_connector::{AuthKind, Connector, Patch};
use patchbay_store::Integration;
use serde_json::Value;

use crate::{Code, Engine, Error, Who};

/// Whose options are asked for. The first that is there counts: connection, integration, connector.
#[derive(Debug, Clone, Default)]
pub struct OptionsFor {
    /// A connection: id, key, or its integration's id or key.
    pub connection: Option<String>,
    /// An integration: id or key.
    pub integration: Option<String>,
    /// A connector's key.
    pub connector: Option<String>,
    /// The connector's version; the newest where it is absent.
    pub connector_version: Option<String>,
    /// The override; absent, a connection's stored one.
    pub overrides: Option<Patch>,
}

/// One way to sign in.
#[derive(Debug, Clone)]
pub struct SignInOption {
    /// Its key; none for the connector's own way, which stands outside its options.
    pub key: Option<String>,
    /// How it signs in.
    pub kind: AuthKind,
    /// What it is called.
    pub title: Option<String>,
    /// The variant that the parameters choose.
    pub variant: Option<String>,
    /// What the end user is asked, as JSON Schema.
    pub input_schema: Value,
    /// What the developer may set, as JSON Schema. Not for an end user.
    pub parameters_schema: Value,
    /// The redirect URI to register, where there is a sign-in page and an integration.
    pub redirect_uri: Option<String>,
}

impl Engine {
    /// The ways to sign in, the connector's own first, then its options in the order of the file; those that the
    /// integration disabled are left out.
    ///
    /// # Errors
    /// An override that does not fit, or a target that is not there.
    pub async fn sign_in_options(&self, wanted: OptionsFor, who: &Who) -> Result<Vec<SignInOption>, Error> {
        let stored = match &wanted.connection {
            Some(connection) => {
                let connection = self.connection_of(connection, who).await?;
                let id = connection.id.clone();
                let secrets = self
                    .with_store(move |store| store.connection_secrets(&id))
                    .await?;
                Some((connection, secrets.overrides))
            }
            None => None,
        };
        let integration = match (&stored, &wanted.integration) {
            (Some((connection, _)), _) => Some(self.integration(&connection.integration_id).await?),
            (None, Some(integration)) => Some(self.integration(integration).await?),
            (None, None) => None,
        };
        let kept = stored.map(|(_, overrides)| overrides).unwrap_or_default();
        let overrides = match &wanted.overrides {
            Some(given) => patchbay_connector::unmask(given, &kept).map_err(Error::parameters)?,
            None => kept,
        };
        let connector = match (&integration, &wanted.connector) {
            (Some(integration), _) => self.connector_for(integration, &overrides).await?,
            (None, Some(key)) => match &wanted.connector_version {
                Some(version) => self.connector(key, version).await?,
                None => self
                    .catalogue()
                    .get(key)
                    .cloned()
                    .ok_or_else(|| Error::not_found("connector", key))?,
            },
            (None, None) => {
                return Err(Error::new(
                    Code::InvalidRequest,
                    "No integration, connector or connection was named.",
                )
                .next("Name one."));
            }
        };
        let offered = |key: &str| {
            integration
                .as_ref()
                .is_none_or(|integration| !integration.disabled_options.contains(key))
        };
        let mut answer = Vec::new();
        if offered("") {
            answer.push(self.sign_in_option(&connector, integration.as_ref(), None, &overrides)?);
        }
        for option in connector.options().iter().filter(|option| offered(&option.key)) {
            let named = Some((option.key.as_str(), option.title.as_str()));
            answer.push(self.sign_in_option(&connector, integration.as_ref(), named, &overrides)?);
        }
        Ok(answer)
    }

    fn sign_in_option(
        &self,
        connector: &Connector,
        integration: Option<&Integration>,
        option: Option<(&str, &str)>,
        overrides: &Patch,
    ) -> Result<SignInOption, Error> {
        let key = option.map(|(key, _)| key);
        let none = Patch::default();
        let effective = match integration {
            Some(integration) => crate::live::effective(connector, integration, key, overrides),
            None => connector.effective(&patchbay_connector::Layers {
                option: key,
                integration: &none,
                integration_option: &none,
                overrides,
            }),
        };
        let problems = patchbay_connector::check_patch(
            connector,
            key,
            effective.variant.as_deref(),
            overrides,
            patchbay_connector::PatchLayer::Override,
        );
        if !problems.is_empty() {
            return Err(Error::parameters(problems));
        }
        let kind = effective.auth_kind();
        Ok(SignInOption {
            key: key.map(str::to_owned),
            kind,
            title: option.map(|(_, title)| title.to_owned()),
            variant: effective.variant.clone(),
            input_schema: effective.input_schema(),
            parameters_schema: effective.parameters_schema(),
            redirect_uri: integration
                .filter(|_| matches!(kind, AuthKind::Oauth2 | AuthKind::Oauth1))
                .map(|integration| self.redirect_uri_of(integration)),
        })
    }
}
