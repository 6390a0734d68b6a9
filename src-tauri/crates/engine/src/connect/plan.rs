//! A connect request, resolved against what is stored, before anything is sent or written.

use patchbay_connector::{
    AuthKind, Connector, Effective, ParamPath, Patch, PatchLayer, WebviewRule, check_patch,
};
use patchbay_store::{Connection, Integration, Surface, Tenant};

use super::ConnectRequest;
use crate::{Code, Engine, Error, Who, kept_from::lay, live::effective};

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
    pub(crate) input: Patch,
    pub(crate) effective: Effective,
    pub(crate) surface: Surface,
}

impl Engine {
    /// Resolves and validates a request (design section 4.2). No network, nothing written but a new tenant.
    pub(crate) async fn plan(&self, request: ConnectRequest) -> Result<Plan, Error> {
        self.need_vault()?;
        let named = match &request.connection {
            Some(connection) => Some(self.connection_of(connection, &request.who).await?),
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
        if integration.archived_at.is_some() {
            return Err(Error::new(
                Code::NotFound,
                format!("The integration “{}” is archived.", integration.name),
            )
            .next("Restore it, or connect through another one."));
        }
        let tenant = self.tenant_for(&request, named.as_ref()).await?;
        let existing = match named {
            Some(connection) => Some(connection),
            None => self.renewed(&request, &integration, &tenant).await?,
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
        let kept = self.kept(&request.kept_from).await?;
        let stored = stored.unwrap_or_default();
        let overrides = match &request.overrides {
            Some(given) => {
                let mut behind = kept;
                lay(&mut behind, &stored.overrides);
                patchbay_connector::unmask(given, &behind).map_err(Error::parameters)?
            }
            None => stored.overrides,
        };
        let input = match &request.input {
            Some(given) => patchbay_connector::unmask(given, &stored.input).map_err(Error::parameters)?,
            None => stored.input,
        };
        let option = request
            .option
            .clone()
            .filter(|option| !option.is_empty())
            .or_else(|| existing.as_ref().and_then(|connection| connection.option.clone()));
        if let Some(option) = &option
            && integration.disabled_options.contains(option)
        {
            return Err(Error::new(
                Code::InvalidRequest,
                format!("The integration does not offer the option “{option}”."),
            )
            .at("option")
            .next("Choose another, or enable it on the integration."));
        }
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
        if let Who::Tenant(_) = &request.who {
            let known = (&input, &Patch::default());
            refuse_moved(&connector, &integration, option.as_deref(), &overrides, known)?;
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
            input,
            effective,
            surface,
        })
    }
}

impl Engine {
    async fn tenant_for(
        &self,
        request: &ConnectRequest,
        named: Option<&Connection>,
    ) -> Result<Tenant, Error> {
        if let Some(connection) = named {
            let id = connection.tenant_id.clone();
            return self
                .with_store(move |store| store.tenant(&id))
                .await?
                .ok_or_else(|| Error::internal("a connection without its tenant"));
        }
        if let Who::Tenant(tenant) = &request.who {
            return Ok(tenant.clone());
        }
        let (key, now) = (crate::tokens::tenant_key(&request.tenant)?, self.now());
        self.with_store(move |store| store.tenant_upsert(&key, None, now))
            .await
    }

    /// The connection that a request renews without naming it by id: that of its key or, unless another one is wanted,
    /// the tenant's default one of the integration (contract section 4).
    async fn renewed(
        &self,
        request: &ConnectRequest,
        integration: &Integration,
        tenant: &Tenant,
    ) -> Result<Option<Connection>, Error> {
        if let Some(key) = &request.key {
            let wanted = crate::connection_edits::checked_key(key)?;
            let tenant = tenant.id.clone();
            let known = self
                .with_store(move |store| store.connections_by_key(&wanted))
                .await?
                .into_iter()
                .find(|known| known.tenant_id == tenant && known.archived_at.is_none());
            return match known {
                Some(known) if known.integration_id == integration.id => Ok(Some(known)),
                Some(_) => Err(Error::new(
                    Code::AlreadyExists,
                    format!("The key “{key}” is that of a connection through another integration."),
                )
                .at("key")
                .next("Choose another key.")),
                None => Ok(None),
            };
        }
        if request.multiple {
            return Ok(None);
        }
        self.default_connection(&integration.id, &tenant.id).await
    }
}

/// Refuses an override that moves requests to other origins than those that a tenant may choose: the connector file's in every
/// option and variant, the integration's own, and those that the same input leads to without the override (design
/// section 2, allowed origins).
///
/// # Errors
/// [`Code::Forbidden`], naming the first such origin and the leaf that leads there.
pub(crate) fn refuse_moved(
    connector: &Connector,
    integration: &Integration,
    option: Option<&str>,
    overrides: &Patch,
    (input, discovered): (&Patch, &Patch),
) -> Result<(), Error> {
    let reached = |overrides: &Patch| {
        crate::live::effective(connector, integration, option, overrides).reachable(input, discovered)
    };
    let without = reached(&Patch::default());
    let allowed = connector.allowed_origins(&integration.parameters, &integration.option_parameters);
    let outside = |overrides: &Patch| reached(overrides).outside(&[&allowed, &without]);
    let moved = outside(overrides);
    let Some(first) = moved.first() else { return Ok(()) };
    let leads_there = |path: &ParamPath| {
        let mut others = overrides.clone();
        others.unset(path);
        !outside(&others).contains(first)
    };
    let leaf = overrides
        .leaves()
        .into_iter()
        .map(|(path, _)| path)
        .find(leads_there)
        .map_or_else(|| "connectorParameters".to_owned(), |path| path.to_string());
    Err(Error::new(
        Code::Forbidden,
        format!("The override would send this connection's requests to {first}, which its connector and integration do not name."),
    )
    .at(leaf)
    .next("A tenant's token may choose among the connector's own addresses only. Set the address on the integration, or use an admin token, the window or the command line."))
}

impl Plan {
    pub(crate) fn kind(&self) -> AuthKind {
        self.effective.auth_kind()
    }
}
