//! Integrations: a workspace's use of a connector, with its default parameters.

use std::collections::{BTreeMap, BTreeSet};

use patchbay_connector::{Connector, Patch, PatchLayer, SecretMarks, check_patch, mask, nearest, unmask};
use patchbay_store::{Integration, IntegrationRow, NewIntegration, RedirectStrategy, Surface, is_id};
use serde_json::{Value, json};

use crate::{
    ChangedWhat, Code, Engine, Error,
    connection_edits::checked_meta,
    live::effective,
    parameters::Edit,
    versions::{refused, without_version},
};

/// A new integration.
pub struct AddIntegration {
    /// Its key.
    pub key: String,
    /// The connector's key.
    pub connector: String,
    /// The connector's version; the newest where it is absent.
    pub version: Option<String>,
    /// Name; the connector's where it is absent.
    pub name: Option<String>,
    /// Default parameters.
    pub parameters: Patch,
    /// How a redirect comes back; the connector's first where it is absent.
    pub redirect: Option<RedirectStrategy>,
    /// Where the user authorises.
    pub surface: Option<Surface>,
    /// The developer's own words about it.
    pub description: Option<String>,
    /// The developer's own JSON object.
    pub meta: Option<Value>,
}

/// A change of an integration; what is absent stays.
#[derive(Default)]
pub struct SetIntegration {
    /// Name.
    pub name: Option<String>,
    /// The option whose parameters are meant.
    pub option: Option<String>,
    /// The change of the parameters.
    pub parameters: Option<Edit>,
    /// How a redirect comes back.
    pub redirect: Option<RedirectStrategy>,
    /// Where the user authorises.
    pub surface: Option<Surface>,
    /// The connector's version; it must exist.
    pub version: Option<String>,
    /// The developer's own words about it; empty takes them away.
    pub description: Option<String>,
    /// The developer's own JSON object.
    pub meta: Option<Value>,
    /// What the developer says of undeclared leaves, whole: a secret, or none.
    pub marks: Option<SecretMarks>,
    /// Options that are offered (true) or not; the empty key is the connector's own way.
    pub options: BTreeMap<String, bool>,
}

impl Engine {
    /// An integration by key or id, its parameters included.
    pub async fn integration(&self, key: &str) -> Result<Integration, Error> {
        self.need_vault()?;
        let wanted = key.to_owned();
        self.with_store(move |store| {
            if is_id(&wanted) {
                store.integration_by_id(&wanted)
            } else {
                store.integration_by_key(&wanted)
            }
        })
        .await?
        .ok_or_else(|| Error::not_found("integration", key))
    }

    /// All integrations' plain columns: readable while the vault is locked.
    pub async fn integration_rows(&self) -> Result<Vec<IntegrationRow>, Error> {
        self.with_store(|store| store.integration_rows(false)).await
    }

    /// Adds an integration.
    pub async fn add_integration(&self, add: AddIntegration) -> Result<Integration, Error> {
        self.need_vault()?;
        check_key(&add.key)?;
        let connector = match &add.version {
            Some(version) => self.connector(&add.connector, version).await?,
            None => self
                .catalogue()
                .get(&add.connector)
                .cloned()
                .ok_or_else(|| self.no_connector(&add.connector))?,
        };
        check(&connector, None, &add.parameters, PatchLayer::Integration)?;
        let surface = match add.surface {
            Some(surface) => surface,
            None => self.preferred_surface(&connector).await,
        };
        let redirect = match add.redirect {
            Some(redirect) => checked_redirect(redirect)?,
            None => first_strategy(&connector),
        };
        let new = NewIntegration {
            key: add.key,
            name: add
                .name
                .filter(|name| !name.trim().is_empty())
                .unwrap_or_else(|| connector.name().to_owned()),
            connector_key: connector.key().to_owned(),
            connector_version: connector.version().to_owned(),
            parameters: add.parameters,
            option_parameters: BTreeMap::new(),
            redirect,
            surface,
            description: add.description.filter(|text| !text.trim().is_empty()),
            meta: checked_meta(add.meta.unwrap_or_else(|| json!({})))?,
            disabled_options: BTreeSet::new(),
        };
        let now = self.now();
        let integration = self
            .with_store(move |store| {
                store.connector_text_keep(connector.key(), connector.version(), connector.text())?;
                store.integration_insert(&new, now)
            })
            .await?;
        self.tell(ChangedWhat::Integrations, Some(&integration.id));
        Ok(integration)
    }

    /// Changes an integration. A changed default is a change for every connection that does not override it.
    pub async fn set_integration(&self, key: &str, set: SetIntegration) -> Result<Integration, Error> {
        let mut integration = self.integration(key).await?;
        let connector = self.connector_for(&integration, &Patch::default()).await?;
        if let Some(edit) = set.parameters {
            match &set.option {
                None => {
                    let parameters = edit.apply(&integration.parameters)?;
                    check(&connector, None, &parameters, PatchLayer::Integration)?;
                    integration.parameters = parameters;
                }
                Some(option) => {
                    if !connector.options().iter().any(|known| &known.key == option) {
                        return Err(Error::not_found("option", option));
                    }
                    let stored = integration
                        .option_parameters
                        .get(option)
                        .cloned()
                        .unwrap_or_default();
                    let parameters = edit.apply(&stored)?;
                    check(
                        &connector,
                        Some(option),
                        &parameters,
                        PatchLayer::IntegrationOption,
                    )?;
                    integration.option_parameters.insert(option.clone(), parameters);
                }
            }
            // The version it names must exist before the change is kept.
            self.connector_for(&integration, &Patch::default()).await?;
        }
        if let Some(name) = set.name.filter(|name| !name.trim().is_empty()) {
            integration.name = name;
        }
        if let Some(redirect) = set.redirect {
            integration.redirect = checked_redirect(redirect)?;
        }
        if let Some(surface) = set.surface {
            integration.surface = surface;
        }
        if let Some(version) = set.version {
            let other = self
                .connector(&integration.connector_key, &version)
                .await
                .map_err(|error| error.at("connectorVersion"))?;
            integration = without_version(&integration);
            let problems = refused(&integration, &other);
            if !problems.is_empty() {
                return Err(Error::parameters(problems));
            }
            integration.connector_version = version;
            self.keep_text(&other).await?;
        }
        if let Some(description) = set.description {
            integration.description = Some(description).filter(|text| !text.trim().is_empty());
        }
        if let Some(meta) = set.meta {
            integration.meta = checked_meta(meta)?;
        }
        if let Some(marks) = set.marks {
            integration.marks = marks;
        }
        for (option, offered) in set.options {
            if !option.is_empty() && !connector.options().iter().any(|known| known.key == option) {
                return Err(Error::not_found("option", &option));
            }
            if offered {
                integration.disabled_options.remove(&option);
            } else {
                integration.disabled_options.insert(option);
            }
        }
        let now = self.now();
        let integration = self
            .with_store(move |store| store.integration_update(&integration, now))
            .await?;
        self.forget_all();
        self.tell(ChangedWhat::Integrations, Some(&integration.id));
        self.tell(ChangedWhat::Connections, None);
        Ok(integration)
    }

    /// Archives an integration that has no connections left.
    pub async fn remove_integration(&self, key: &str) -> Result<(), Error> {
        let integration = self.integration(key).await?;
        let rows = self.integration_rows().await?;
        let connections = rows
            .iter()
            .find(|row| row.id == integration.id)
            .map_or(0, |row| row.connections);
        if connections > 0 {
            return Err(Error::new(
                Code::InvalidRequest,
                format!(
                    "The integration “{}” still has {connections} connections.",
                    integration.name
                ),
            )
            .next("Archive its connections first."));
        }
        let now = self.now();
        let id = integration.id.clone();
        self.with_store(move |store| store.integration_archive(&id, now))
            .await?;
        self.tell(ChangedWhat::Integrations, Some(&integration.id));
        Ok(())
    }

    /// Brings an archived integration back.
    ///
    /// # Errors
    /// Another integration has taken its key meanwhile.
    pub async fn restore_integration(&self, id: &str) -> Result<Integration, Error> {
        let id = self.integration(id).await?.id;
        let (wanted, now) = (id.clone(), self.now());
        self.with_store(move |store| store.integration_restore(&wanted, now))
            .await?;
        self.forget_all();
        self.tell(ChangedWhat::Integrations, Some(&id));
        self.integration(&id).await
    }

    /// An integration's parameters, masked; those of an option, if one is named.
    pub fn masked_parameters(
        connector: &Connector,
        integration: &Integration,
        option: Option<&str>,
    ) -> Value {
        let none = Patch::default();
        let patch = match option {
            None => &integration.parameters,
            Some(option) => integration.option_parameters.get(option).unwrap_or(&none),
        };
        mask(patch, connector, option, &integration.marks)
    }

    /// What a connection without an override would have.
    pub fn defaults(
        connector: &Connector,
        integration: &Integration,
        option: Option<&str>,
    ) -> patchbay_connector::Effective {
        effective(connector, integration, option, &Patch::default())
    }

    pub(crate) fn no_connector(&self, key: &str) -> Error {
        let catalogue = self.catalogue();
        let known: Vec<&str> = catalogue.list().iter().map(|connector| connector.key()).collect();
        let all = format!(
            "Connectors in the window, or `patchbay connector list`, has all {}.",
            known.len()
        );
        let next = match nearest(key, &known) {
            Some(near) => format!("Did you mean {near}? {all}"),
            None => all,
        };
        Error::not_found("connector", key).next(next)
    }
}

impl Edit {
    /// The parameters after the edit, masks replaced by what is stored.
    pub(crate) fn apply(self, stored: &Patch) -> Result<Patch, Error> {
        let mut patch = match self.whole {
            Some(whole) => unmask(&whole, stored).map_err(Error::parameters)?,
            None => stored.clone(),
        };
        for (path, value) in self.set {
            let mut single = Patch::default();
            single
                .set(&path, value)
                .map_err(|problem| Error::parameters(vec![problem]))?;
            let clear = unmask(&single, stored).map_err(Error::parameters)?;
            let value = clear.get(&path).cloned().unwrap_or(Value::Null);
            patch
                .set(&path, value)
                .map_err(|problem| Error::parameters(vec![problem]))?;
        }
        for path in self.unset {
            patch.unset(&path);
        }
        // Size, depth and names are checked once more on the whole.
        Patch::from_value(patch.to_value()).map_err(Error::parameters)
    }
}

fn check(connector: &Connector, option: Option<&str>, patch: &Patch, who: PatchLayer) -> Result<(), Error> {
    let problems = check_patch(connector, option, None, patch, who);
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Error::parameters(problems))
    }
}

pub(crate) fn check_key(key: &str) -> Result<(), Error> {
    let shape = (1..=64).contains(&key.len())
        && key
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !key.starts_with('-');
    if shape && !is_id(key) {
        return Ok(());
    }
    Err(Error::new(Code::InvalidRequest, format!("“{key}” cannot be an integration's key."))
        .at("key")
        .next("Use 1 to 64 lower-case letters, digits and hyphens, beginning with a letter or digit, such as acme-crm."))
}

fn checked_redirect(redirect: RedirectStrategy) -> Result<RedirectStrategy, Error> {
    let RedirectStrategy::Relay { url } = &redirect else {
        return Ok(redirect);
    };
    let good = url::Url::parse(url).is_ok_and(|url| url.scheme() == "https" && url.fragment().is_none());
    if good {
        return Ok(redirect);
    }
    Err(Error::new(
        Code::InvalidRequest,
        "A relay must be an https URL without a fragment.",
    )
    .at("redirect")
    .next("Give the address of a page of yours that forwards to Patchbay."))
}

fn first_strategy(connector: &Connector) -> RedirectStrategy {
    use patchbay_connector::RedirectStrategy as Accepted;
    match connector.redirect().strategies.first() {
        Some(Accepted::DeepLink) => RedirectStrategy::DeepLink,
        Some(Accepted::Paste) => RedirectStrategy::Paste,
        // A relay needs the developer's own page, so the listener is used until one is named.
        _ => RedirectStrategy::Loopback,
    }
}
