//! Versions of connectors: which there are, and an integration's going on to another.

use std::collections::BTreeSet;

use patchbay_connector::{
    Change, Connector, ParamPath, ParamProblem, Patch, PatchLayer, changes, check_patch,
};
use patchbay_store::Integration;
use serde_json::Value;

use crate::{Engine, Error, SetIntegration, live::effective};

/// One version of a connector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectorVersion {
    /// Its number.
    pub number: String,
    /// The developer's own file that it is from.
    pub file: Option<String>,
    /// Whether it is only kept because something uses it: its file is gone.
    pub kept: bool,
    /// The keys of the integrations that are pinned to it.
    pub integrations: Vec<String>,
}

/// What another version of its connector means for an integration.
#[derive(Debug, Clone)]
pub struct Upgrade {
    /// The integration.
    pub integration: Integration,
    /// The version that it has.
    pub from: Connector,
    /// The other version.
    pub to: Connector,
    /// What changes in the parameters of a connection without an override, in any option.
    pub changes: Vec<Change>,
    /// What of the integration's own parameters the other version does not take. It keeps the upgrade from being made.
    pub problems: Vec<ParamProblem>,
    /// Connections that are not archived.
    pub connections: usize,
}

impl Engine {
    /// The versions of a connector that there are, the one first that counts where none is named.
    ///
    /// # Errors
    /// No connector has this key, and none that has it is in use.
    pub async fn connector_versions(&self, key: &str) -> Result<Vec<ConnectorVersion>, Error> {
        let catalogue = self.catalogue();
        let rows = self.integration_rows().await?;
        let pinned = |number: &str| -> Vec<String> {
            let uses = |row: &&patchbay_store::IntegrationRow| {
                row.connector_key == key && row.connector_version == number
            };
            rows.iter().filter(uses).map(|row| row.key.clone()).collect()
        };
        let mut versions: Vec<ConnectorVersion> = catalogue
            .versions(key)
            .into_iter()
            .map(|version| ConnectorVersion {
                number: version.number.to_owned(),
                file: version.file.map(str::to_owned),
                kept: false,
                integrations: pinned(version.number),
            })
            .collect();
        let wanted = key.to_owned();
        let kept = self
            .with_store(move |store| store.connector_text_versions(&wanted))
            .await?;
        for number in kept {
            if !versions.iter().any(|version| version.number == number) {
                versions.push(ConnectorVersion {
                    integrations: pinned(&number),
                    number,
                    file: None,
                    kept: true,
                });
            }
        }
        if versions.is_empty() {
            return Err(Error::not_found("connector", key));
        }
        Ok(versions)
    }

    /// What another version means for an integration: the one named, or else the one that is offered.
    ///
    /// # Errors
    /// There is no such version, or none is offered.
    pub async fn upgrade(&self, key: &str, version: Option<&str>) -> Result<Upgrade, Error> {
        let integration = self.integration(key).await?;
        let from = self.connector_for(&integration, &Patch::default()).await?;
        let to = match version {
            Some(version) => self
                .connector(&integration.connector_key, version)
                .await
                .map_err(|error| error.at("version"))?,
            None => self
                .catalogue()
                .upgrade(&integration.connector_key, from.version())
                .cloned()
                .ok_or_else(|| {
                    Error::not_found("newer version", &integration.connector_key).next(
                        "The integration has the newest there is. Name a version to go to an older one.",
                    )
                })?,
        };
        let rows = self.integration_rows().await?;
        let connections = rows.iter().find(|row| row.id == integration.id);
        let connections = connections.map_or(0, |row| usize::try_from(row.connections).unwrap_or(usize::MAX));
        let unpinned = without_version(&integration);
        Ok(Upgrade {
            changes: differences(&unpinned, &from, &to),
            problems: refused(&unpinned, &to),
            connections,
            integration,
            from,
            to,
        })
    }

    /// Has an integration go to another version, and says what that means.
    ///
    /// # Errors
    /// As [`Engine::upgrade`]; or the integration's parameters are not ones that the other version takes.
    pub async fn upgrade_integration(&self, key: &str, version: Option<&str>) -> Result<Upgrade, Error> {
        let mut upgrade = self.upgrade(key, version).await?;
        let set = SetIntegration {
            version: Some(upgrade.to.version().to_owned()),
            ..SetIntegration::default()
        };
        upgrade.integration = self.set_integration(&upgrade.integration.id, set).await?;
        Ok(upgrade)
    }
}

/// An integration whose parameters name no version of their own: it would hide the pinned one.
pub(crate) fn without_version(integration: &Integration) -> Integration {
    let mut integration = integration.clone();
    integration
        .parameters
        .unset(&ParamPath::new(["connectorVersion"]));
    integration
}

/// What of an integration's parameters a version of its connector does not take.
pub(crate) fn refused(integration: &Integration, connector: &Connector) -> Vec<ParamProblem> {
    let variant = integration
        .parameters
        .expose()
        .get("variant")
        .and_then(Value::as_str);
    let mut problems = check_patch(
        connector,
        None,
        variant.filter(|variant| connector.variants().iter().any(|known| known.key == *variant)),
        &integration.parameters,
        PatchLayer::Integration,
    );
    for (option, parameters) in &integration.option_parameters {
        problems.extend(check_patch(
            connector,
            Some(option),
            None,
            parameters,
            PatchLayer::IntegrationOption,
        ));
    }
    problems
}

/// What differs in any option that both versions have.
fn differences(integration: &Integration, from: &Connector, to: &Connector) -> Vec<Change> {
    let known: BTreeSet<String> = to.options().into_iter().map(|option| option.key).collect();
    let options = from.options().into_iter().map(|option| option.key);
    let options = options.filter(|key| known.contains(key)).map(Some);
    let mut all: Vec<Change> = Vec::new();
    for option in std::iter::once(None).chain(options) {
        let of =
            |connector: &Connector| effective(connector, integration, option.as_deref(), &Patch::default());
        for change in changes(&of(from), &of(to)) {
            if !all.contains(&change) {
                all.push(change);
            }
        }
    }
    all
}
