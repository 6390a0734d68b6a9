//! The address that a backend's form ends at: the registered one, its own query, and how the connect ended (contract
//! 2.5, security A6.6).

use serde_json::Value;
use url::form_urlencoded;

use super::ending::Ending;
use super::reply::Reply;

/// The names that are ours in the query.
const OURS: [&str; 3] = ["connectionId", "error", "errorData"];
/// The longest `errorData`; a longer one leaves its details out.
const LONGEST_DATA: usize = 3000;
/// The longest `error`, in characters.
const LONGEST_ERROR: usize = 600;

/// The address with the ending in its query. The client's own query stays, except for names that are ours; nothing
/// secret is ever added.
pub(crate) fn ended_at(redirect_uri: &str, ending: &Ending, reply: &Reply) -> String {
    let (base, query) = redirect_uri.split_once('?').unwrap_or((redirect_uri, ""));
    let name_of = |pair: &str| {
        form_urlencoded::parse(pair.as_bytes())
            .next()
            .map(|(name, _)| name.into_owned())
            .unwrap_or_default()
    };
    let adds_state = reply.state.is_some();
    let mut kept: Vec<String> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .filter(|pair| {
            let name = name_of(pair);
            let ours = OURS.contains(&name.as_str()) || (adds_state && name == "state");
            !ours
        })
        .map(str::to_owned)
        .collect();
    let mut added = form_urlencoded::Serializer::new(String::new());
    match ending {
        Ending::Connected { id, .. } => {
            added.append_pair("connectionId", id);
        }
        Ending::Failed {
            problem,
            connection_id,
        } => {
            let short: String = problem.message.chars().take(LONGEST_ERROR).collect();
            added.append_pair("error", &short);
            added.append_pair("errorData", &error_data(ending));
            if let Some(id) = connection_id {
                added.append_pair("connectionId", id);
            }
        }
    }
    if let Some(state) = &reply.state {
        added.append_pair("state", state);
    }
    kept.push(added.finish());
    format!("{base}?{}", kept.join("&"))
}

fn error_data(ending: &Ending) -> String {
    let mut data = ending.error_data();
    let text = data.to_string();
    if text.len() <= LONGEST_DATA {
        return text;
    }
    if let Some(fields) = data.as_object_mut() {
        fields.remove("data");
        if let Some(Value::String(message)) = fields.get_mut("message") {
            *message = message.chars().take(LONGEST_ERROR).collect();
        }
    }
    data.to_string()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use http::StatusCode;
    use serde_json::json;
    use url::Url;

    use super::*;
    use crate::problem::Problem;

    fn connected() -> Ending {
        Ending::Connected {
            id: "0123456789abcdef01234567".into(),
            connection: json!({}),
        }
    }

    fn failed(message: &str) -> Ending {
        Ending::Failed {
            problem: Problem::bad_request(StatusCode::BAD_REQUEST, "access_denied", message),
            connection_id: None,
        }
    }

    fn query(url: &str) -> BTreeMap<String, String> {
        Url::parse(url).unwrap().query_pairs().into_owned().collect()
    }

    #[test]
    fn a_connection_is_named_and_the_query_kept() {
        assert_eq!(
            ended_at("https://app.example/done", &connected(), &Reply::default()),
            "https://app.example/done?connectionId=0123456789abcdef01234567"
        );
        let reply = Reply {
            state: Some("a&b=c d".into()),
            ..Reply::default()
        };
        let url = ended_at("http://localhost:3000/done?step=2&x=%20y", &connected(), &reply);
        assert!(
            url.starts_with("http://localhost:3000/done?step=2&x=%20y&connectionId="),
            "{url}"
        );
        assert_eq!(query(&url)["state"], "a&b=c d");
    }

    #[test]
    fn names_that_are_ours_cannot_be_planted() {
        let url = ended_at(
            "https://app.example/done?connectionId=evil&error=x&%65rrorData=y&keep=1",
            &connected(),
            &Reply::default(),
        );
        assert_eq!(
            url,
            "https://app.example/done?keep=1&connectionId=0123456789abcdef01234567"
        );
    }

    #[test]
    fn a_failure_is_a_text_and_json() {
        let url = ended_at(
            "https://app.example/done",
            &failed("Denied: \r\n“x” & #y\u{2028}"),
            &Reply::default(),
        );
        assert!(url.is_ascii() && !url.contains(['\r', '\n', '#']), "{url}");
        let query = query(&url);
        assert_eq!(query["error"], "Denied: \r\n“x” & #y\u{2028}");
        let data: Value = serde_json::from_str(&query["errorData"]).unwrap();
        assert_eq!(
            (&data["type"], &data["key"]),
            (&json!("bad_request"), &json!("access_denied"))
        );
        assert!(!query.contains_key("connectionId"));
    }

    #[test]
    fn a_long_failure_stays_an_address() {
        let url = ended_at(
            "https://app.example/done",
            &failed(&"ä".repeat(20_000)),
            &Reply::default(),
        );
        assert!(url.len() < 16 * 1024, "{}", url.len());
    }
}
