//! The ways to sign in, before anything is connected: `POST /connection-options` and `generate-options` (contract 2.3,
//! 3.4). They follow the `connectorParameters` they are asked with.

use axum::Json;
use axum::extract::{Path, State};
use patchbay_engine::{OptionsFor, SignInOption, Who};
use serde_json::{Value, json};

use crate::problem::Problem;
use crate::server::Room;
use crate::wire::bearer::Asked;
use crate::wire::body::Fields;
use crate::wire::connectors::connector_key;
use crate::wire::shapes::{auth_type, present};

/// The options of an integration, a connection or a connector.
pub(crate) async fn connection_options(
    State(room): State<Room>,
    Asked(bearer): Asked,
    fields: Fields,
) -> Result<Json<Vec<Value>>, Problem> {
    let connector = fields.any_text(&["connectorId", "connectorKey"])?;
    let wanted = OptionsFor {
        connection: fields.any_text(&["connectionId", "connectionKey"])?,
        integration: fields.any_text(&["integrationId", "integrationKey"])?,
        connector: connector.map(|selector| connector_key(&room.engine, &selector).unwrap_or(selector)),
        connector_version: fields.text("connectorVersion")?,
        overrides: fields.patch("connectorParameters")?,
    };
    options(&room, wanted, &bearer.who).await
}

/// The options of one connector.
pub(crate) async fn generate_options(
    State(room): State<Room>,
    Asked(bearer): Asked,
    Path(selector): Path<String>,
    fields: Fields,
) -> Result<Json<Vec<Value>>, Problem> {
    let wanted = OptionsFor {
        connector: Some(connector_key(&room.engine, &selector).unwrap_or(selector)),
        connector_version: fields.any_text(&["connectorVersion", "version"])?,
        overrides: fields.patch("connectorParameters")?,
        ..OptionsFor::default()
    };
    options(&room, wanted, &bearer.who).await
}

async fn options(room: &Room, wanted: OptionsFor, who: &Who) -> Result<Json<Vec<Value>>, Problem> {
    let options = room.engine.sign_in_options(wanted, who).await?;
    Ok(Json(options.iter().map(option).collect()))
}

/// An option. The connector's own way has no key at all: an empty one sends the SDK into a popup (contract 0.4).
fn option(option: &SignInOption) -> Value {
    present(json!({
        "key": option.key,
        "type": auth_type(option.kind),
        "title": option.title,
        "inputSchema": option.input_schema,
        "connectorParametersSchema": option.parameters_schema,
        "oAuthCallbackUri": option.redirect_uri,
    }))
}

#[cfg(test)]
mod tests {
    use patchbay_connector::AuthKind;

    use super::*;

    fn shown(key: Option<&str>, kind: AuthKind) -> Value {
        option(&SignInOption {
            key: key.map(str::to_owned),
            kind,
            title: None,
            variant: None,
            input_schema: json!({"type": "object"}),
            parameters_schema: json!({"type": "object"}),
            redirect_uri: None,
        })
    }

    #[test]
    fn the_own_way_has_no_key() {
        let own = shown(None, AuthKind::Oauth2);
        assert!(!own.as_object().unwrap().contains_key("key"));
        assert_eq!(own["type"], "oauth2");
        assert_eq!(shown(Some("token"), AuthKind::Key)["key"], "token");
    }

    #[test]
    fn what_needs_no_sign_in_page_is_client_credentials() {
        for kind in [
            AuthKind::Key,
            AuthKind::Basic,
            AuthKind::ClientCredentials,
            AuthKind::Exchange,
            AuthKind::Jwt,
            AuthKind::None,
        ] {
            assert_eq!(shown(None, kind)["type"], "client-credentials");
        }
        assert_eq!(shown(None, AuthKind::Oauth1)["type"], "oauth1");
    }
}
