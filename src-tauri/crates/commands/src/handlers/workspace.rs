//! The workspace's tokens and environment, and the one way to a secret in the clear.

use patchbay_engine::{Code, Error, TEST_TENANT, TokenFor};

use super::parameters::leaf;
use crate::{
    Context, EnvironmentAnswer, Nothing, RevealAnswer, RevealRequest, RevealSubject, TokenAnswer,
    TokenRequest,
};

pub(crate) async fn token(context: &Context, request: TokenRequest) -> Result<TokenAnswer, Error> {
    let whose = match (request.admin.unwrap_or(false), request.tenant) {
        (true, Some(_)) => {
            return Err(Error::new(Code::InvalidRequest, "An admin token is no tenant's.")
                .at("tenant")
                .next("Leave out either the tenant or admin."));
        }
        (true, None) => TokenFor::Admin,
        (false, tenant) => TokenFor::Tenant(tenant.unwrap_or_else(|| TEST_TENANT.to_owned())),
    };
    let (token, expires_at) = context
        .engine
        .mint_token(whose, request.ttl.unwrap_or(3600))
        .await?;
    Ok(TokenAnswer {
        token: token.expose().clone(),
        expires_at,
    })
}

pub(crate) async fn environment(context: &Context, _: Nothing) -> Result<EnvironmentAnswer, Error> {
    let workspace = context
        .engine
        .with_store(patchbay_store::Store::workspace)
        .await?
        .ok_or_else(|| Error::internal("no workspace"))?;
    let uri = format!("http://127.0.0.1:{}", context.engine.settings().port);
    let variables = [
        ("MEMBRANE_API_URI", uri.clone()),
        ("MEMBRANE_WORKSPACE_KEY", workspace.key),
        ("MEMBRANE_WORKSPACE_SECRET", workspace.secret.expose().clone()),
        ("MEMBRANE_CONSOLE_URI", uri),
        ("MEMBRANE_TEST_CUSTOMER_ID", TEST_TENANT.to_owned()),
    ];
    Ok(EnvironmentAnswer {
        variables: variables
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    })
}

pub(crate) async fn reveal(context: &Context, request: RevealRequest) -> Result<RevealAnswer, Error> {
    let value = match &request.subject {
        RevealSubject::Connection { connection } => {
            let id = context.engine.connection(connection).await?.id;
            let live = context.engine.live(&id).await?;
            match leaf(&live.secrets.overrides, &request.path)? {
                Some(value) => Some(value),
                None => match leaf(&live.secrets.input, &request.path)? {
                    Some(value) => Some(value),
                    None => live.effective.leaf(&request.path).map(|leaf| leaf.value.clone()),
                },
            }
        }
        RevealSubject::Integration { integration } => {
            let integration = context.engine.integration(integration).await?;
            leaf(&integration.parameters, &request.path)?
        }
    };
    value
        .map(|value| RevealAnswer { value })
        .ok_or_else(|| Error::not_found("parameter", &request.path))
}
