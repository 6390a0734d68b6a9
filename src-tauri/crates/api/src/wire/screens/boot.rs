//! What a screen is told by the server: which it is, for whom, with what (contract 2.1).

use patchbay_connector::Patch;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::problem::Problem;

/// The screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Screen {
    /// Connect an account.
    Connect,
    /// A connection, as its end user sees it.
    Connection,
    /// Sign in to an account again.
    Reconnect,
    /// An integration: its connections, and connecting another.
    Integration,
    /// All integrations.
    Main,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Theme {
    Light,
    Dark,
    Auto,
}

/// Why the server did not let a screen through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct BootError {
    pub(crate) title: &'static str,
    pub(crate) message: String,
    pub(crate) next: Option<String>,
}

/// What is written into the page. No Debug: it holds a token and parameters.
#[derive(Serialize)]
pub(crate) struct Boot {
    screen: Screen,
    theme: Theme,
    pub(crate) token: Option<String>,
    pub(crate) params: Params,
    pub(crate) error: Option<BootError>,
}

/// What the embedding page asked for. Developer parameters among it are passed on by the screen, never drawn.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Params {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) integration_key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) integration_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) connector_key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) connector_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) connector_version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) connection_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) connection_key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) auth_option_key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) connection_request_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) redirect_uri: Option<String>,
    pub(crate) allow_multiple_connections: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) connector_parameters: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) input: Option<Value>,
    /// What a stored connection request asks for.
    #[serde(flatten)]
    pub(crate) stored: Map<String, Value>,
}

impl Boot {
    /// A screen without a token yet.
    pub(crate) fn new(screen: Screen, params: Params) -> Self {
        Self {
            screen,
            theme: Theme::Auto,
            token: None,
            params,
            error: None,
        }
    }

    /// The same, refused: nothing of what was asked is left in it.
    pub(crate) fn refused(self, title: &'static str, problem: &Problem) -> Self {
        Self {
            token: None,
            params: Params::default(),
            error: Some(BootError {
                title,
                message: problem.message.clone(),
                next: None,
            }),
            ..self
        }
    }
}

/// The fields of a form or query, as pairs. Later ones count.
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads a query and a form's body (application/x-www-form-urlencoded).
    pub(crate) fn parse(query: &str, body: &[u8]) -> Self {
        Self(
            url::form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .chain(url::form_urlencoded::parse(body).into_owned())
                .collect(),
        )
    }

    /// A text that is not empty.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let found = self.0.iter().rev().find(|(key, _)| key == name);
        found
            .map(|(_, text)| text.trim().to_owned())
            .filter(|text| !text.is_empty())
    }

    /// An object as JSON text; what the SDK's form makes of an object it does not know is refused, not guessed at.
    fn object(&self, name: &str) -> Result<Option<Value>, Problem> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        Patch::parse(&text)
            .map(|patch| Some(patch.to_value()))
            .map_err(|problems| Problem {
                data: None,
                ..Problem::from(
                    patchbay_engine::Error::parameters(problems)
                        .at(name)
                        .next(format!("Send {name} as the text of a JSON object.")),
                )
            })
    }

    /// What a screen is asked to do. Names that are not known are nobody's business.
    pub(crate) fn boot(&self, screen: Screen) -> (Boot, Option<Problem>) {
        let mut wrong = None;
        let mut object = |name| {
            self.object(name).unwrap_or_else(|problem| {
                wrong.get_or_insert(problem);
                None
            })
        };
        let connector_parameters = object("connectorParameters");
        let input = match object("input") {
            None => object("connectionParameters"),
            input => input,
        };
        let params = Params {
            integration_key: self.text("integrationKey"),
            integration_id: self.text("integrationId"),
            connector_key: self.text("connectorKey"),
            connector_id: self.text("connectorId"),
            connector_version: self.text("connectorVersion"),
            connection_id: self.text("connectionId"),
            connection_key: self.text("connectionKey"),
            name: self.text("name"),
            auth_option_key: self.text("authOptionKey"),
            connection_request_id: self.text("connectionRequestId"),
            redirect_uri: self.text("redirectUri"),
            allow_multiple_connections: self
                .text("allowMultipleConnections")
                .is_some_and(|text| !matches!(text.as_str(), "0" | "false")),
            connector_parameters,
            input,
            stored: Map::new(),
        };
        let theme = match self.text("theme").as_deref() {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ => Theme::Auto,
        };
        let boot = Boot {
            theme,
            ..Boot::new(screen, params)
        };
        (boot, wrong)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(text: &str) -> Value {
        let (boot, wrong) = Fields::parse("", text.as_bytes()).boot(Screen::Connect);
        assert!(wrong.is_none(), "{text}");
        serde_json::to_value(boot).unwrap()
    }

    #[test]
    fn the_sdks_form_is_read() {
        let boot = read(
            "token=abc&integrationKey=hubspot&allowMultipleConnections=1&name=N&authOptionKey=o1&theme=dark\
             &connectorParameters=%7B%22scopes%22%3A%5B%22contacts%22%2C%22deals%22%5D%7D&customState=x&intent=%5Bobject+Object%5D",
        );
        assert_eq!(
            boot,
            json!({
                "screen": "connect", "theme": "dark", "token": null, "error": null,
                "params": {
                    "integrationKey": "hubspot", "name": "N", "authOptionKey": "o1", "allowMultipleConnections": true,
                    "connectorParameters": { "scopes": ["contacts", "deals"] },
                },
            })
        );
    }

    #[test]
    fn empty_fields_are_none() {
        let boot = read("allowMultipleConnections=&name=&connectorParameters=&theme=blue");
        assert_eq!(boot["params"], json!({ "allowMultipleConnections": false }));
        assert_eq!(boot["theme"], "auto");
    }

    #[test]
    fn the_older_name_of_input_is_read() {
        let boot = read("connectionParameters=%7B%22apiKey%22%3A%22x%22%7D");
        assert_eq!(boot["params"]["input"], json!({ "apiKey": "x" }));
    }

    #[test]
    fn parameters_that_are_no_object_are_said_to_be_wrong() {
        for text in ["[object Object]", "[]", "3", "{\"a\":1,\"a\":2}"] {
            let form = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("connectorParameters", text)
                .finish();
            let (_, wrong) = Fields::parse(&form, b"").boot(Screen::Connect);
            assert!(
                wrong.is_some_and(|problem| problem.message.contains("connectorParameters")),
                "{text}"
            );
        }
    }

    #[test]
    fn a_refused_screen_holds_nothing_of_what_was_asked() {
        let (boot, _) = Fields::parse("name=N&token=abc", b"").boot(Screen::Main);
        let refused = boot.refused("No", &Problem::not_found());
        let refused = serde_json::to_value(refused).unwrap();
        assert_eq!(refused["params"], json!({ "allowMultipleConnections": false }));
        assert_eq!(
            (&refused["token"], &refused["error"]["title"]),
            (&Value::Null, &json!("No"))
        );
    }
}
