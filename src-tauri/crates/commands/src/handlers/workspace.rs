//! The workspace's tokens and environment, and the one way to a secret in the clear.

use std::fmt::Write as _;

use patchbay_connector::MASK;
use patchbay_engine::{Code, Error, TEST_TENANT, TokenFor};

use super::parameters::leaf;
use crate::{
    Context, EnvironmentAnswer, EnvironmentRequest, RevealAnswer, RevealRequest, RevealSubject, TokenAnswer,
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

pub(crate) async fn environment(
    context: &Context,
    request: EnvironmentRequest,
) -> Result<EnvironmentAnswer, Error> {
    let workspace = context.engine.workspace().await?;
    let uri = format!("http://127.0.0.1:{}", context.engine.settings().port);
    let secret = if request.reveal.unwrap_or(false) {
        workspace.secret.expose().clone()
    } else {
        MASK.to_owned()
    };
    // Name in the environment, name in `membrane.config.yml`, value.
    let settings = [
        ("MEMBRANE_API_URI", "apiUri", uri.clone()),
        ("MEMBRANE_WORKSPACE_KEY", "workspaceKey", workspace.key),
        ("MEMBRANE_WORKSPACE_SECRET", "workspaceSecret", secret),
        ("MEMBRANE_CONSOLE_URI", "consoleUri", uri),
        (
            "MEMBRANE_TEST_CUSTOMER_ID",
            "testCustomerId",
            TEST_TENANT.to_owned(),
        ),
    ];
    let (mut dotenv, mut membrane_config) = (String::new(), String::new());
    for (variable, name, value) in &settings {
        let _ = writeln!(dotenv, "{variable}={value}");
        // Quoted: a key of 24 digits, or of digits around an `e`, would be a number.
        let _ = writeln!(membrane_config, "{name}: \"{value}\"");
    }
    Ok(EnvironmentAnswer {
        variables: settings
            .into_iter()
            .map(|(variable, _, value)| (variable.to_owned(), value))
            .collect(),
        dotenv,
        membrane_config,
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
        RevealSubject::Integration { integration, option } => {
            let integration = context.engine.integration(integration).await?;
            let patch = match option {
                None => Some(&integration.parameters),
                Some(option) => integration.option_parameters.get(option),
            };
            patch
                .map(|patch| leaf(patch, &request.path))
                .transpose()?
                .flatten()
        }
        RevealSubject::Workspace if request.path == "secret" => {
            Some(context.engine.workspace().await?.secret.expose().clone().into())
        }
        RevealSubject::Webhook if request.path == "secret" => {
            Some(context.engine.webhook_secret().await?.expose().clone().into())
        }
        RevealSubject::Workspace | RevealSubject::Webhook => None,
    };
    value
        .map(|value| RevealAnswer { value })
        .ok_or_else(|| Error::not_found("parameter", &request.path))
}
