//! A connect request, resolved against what is stored, before anything is sent or written.

use patchbay_connector::{
    AuthKind, Connector, Effective, Patch, PatchLayer, SecretMarks, WebviewRule, check_patch,
};
use patchbay_store::{Connection, ConnectionFilter, Integration, Surface, Tenant};

use super::ConnectRequest;
use crate::{Code, Engine, Error, live::effective};

/// What will be connected, with what.
pub(crate) struct Plan {
    pub(crate) request: ConnectRequest,
    pub(crate) integration: Integration,
    pub(crate) tenant: Tenant,
    /// The connection that is renewed; none makes a new one.
    pub(crate) existing: Option<Connection>,
    pub(crate) connector: Connector,
    pub(crate) option: Option<String>,
    pub(crate) overrides: Patch,
    pub(crate) marks: SecretMarks,
    pub(crate) input: Patch,
    pub(crate) effective: Effective,
    pub(crate) surface: Surface,
}

impl Engine {
    /// Resolves and validates a request (design section 4.2). No network, nothing written but a new tenant.
    pub(crate) async fn plan(&self, request: ConnectRequest) -> Result<Plan, Error> {
        self.need_vault()?;
        let named = match &request.connection {
            Some(connection) => Some(self.connection(connection).await?),
            None => None,
        };
        let integration = match (&named, &request.integration) {
            (Some(connection), _) => self.integration(&connection.integration_id).await?,
            (None, Some(key)) => self.integration(key).await?,
            (None, None) => {
                return Err(Error::new(Code::InvalidRequest, "No integration was named.")
                    .next("Name the integration to connect through, or the connection to reconnect."));
            }
        };
        let now = self.now();
        let tenant = if let Some(connection) = &named {
            let id = connection.tenant_id.clone();
            self.with_store(move |store| store.tenant(&id))
                .await?
                .ok_or_else(|| Error::internal("a connection without its tenant"))?
        } else {
            let key = request.tenant.clone();
            self.with_store(move |store| store.tenant_upsert(&key, None, now))
                .await?
        };
        let existing = match named {
            Some(connection) => Some(connection),
            None if request.multiple => None,
            None => {
                let (integration_id, tenant_id) = (integration.id.clone(), tenant.id.clone());
                let filter = ConnectionFilter {
                    integration_id: Some(integration_id),
                    tenant_id: Some(tenant_id),
                    limit: 1,
                    ..ConnectionFilter::default()
                };
                let newest = self
                    .with_store(move |store| store.connections_page(&filter))
                    .await?;
                newest.into_iter().next().map(|row| row.connection)
            }
        };
        let stored = match &existing {
            Some(connection) => {
                let id = connection.id.clone();
                Some(
                    self.with_store(move |store| store.connection_secrets(&id))
                        .await?,
                )
            }
            None => None,
        };
        let (stored_overrides, stored_input, marks) = match stored {
            Some(stored) => (stored.overrides, stored.input, stored.marks),
            None => <_>::default(),
        };
        let overrides = match &request.overrides {
            Some(given) => patchbay_connector::unmask(given, &stored_overrides).map_err(Error::parameters)?,
            None => stored_overrides,
        };
        let input = match &request.input {
            Some(given) => patchbay_connector::unmask(given, &stored_input).map_err(Error::parameters)?,
            None => stored_input,
        };
        let option = request
            .option
            .clone()
            .or_else(|| existing.as_ref().and_then(|connection| connection.option.clone()));
        let connector = self.connector_for(&integration, &overrides).await?;
        let effective = effective(&connector, &integration, option.as_deref(), &overrides);
        let mut problems = check_patch(
            &connector,
            option.as_deref(),
            effective.variant.as_deref(),
            &overrides,
            PatchLayer::Override,
        );
        problems.extend(connector.check_input(option.as_deref(), &input));
        for problem in effective
            .problems
            .iter()
            .cloned()
            .chain(effective.missing(&input))
        {
            if !problems.iter().any(|known| known.path == problem.path) {
                problems.push(problem);
            }
        }
        if !problems.is_empty() {
            return Err(Error::parameters(problems));
        }
        let surface = request.surface.unwrap_or(integration.surface);
        let surface = match surface {
            Surface::Window if connector.redirect().webview == WebviewRule::Refused => Surface::Browser,
            other => other,
        };
        Ok(Plan {
            request,
            integration,
            tenant,
            existing,
            connector,
            option,
            overrides,
            marks,
            input,
            effective,
            surface,
        })
    }
}

impl Plan {
    pub(crate) fn kind(&self) -> AuthKind {
        self.effective.auth_kind()
    }
}
