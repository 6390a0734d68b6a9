//! The table of every key, written from the table that files are checked against.

use std::fmt::Write;

use super::{
    shape::{self, Field, Shape},
    shape_auth,
};

/// Every key of a connector file with its type, default and meaning, as Markdown: the second part of
/// `docs/connector-format.md`.
pub fn reference() -> String {
    let mut text = String::new();
    let groups: &[(&str, &[Field])] = &[
        ("At the top", shape::ROOT),
        ("`[params.NAME]`", shape::PARAM),
        ("`[redirect]`", shape::REDIRECT),
        ("`[auth]` with `kind = \"oauth2\"`", shape_auth::OAUTH2),
        (
            "`[auth]` with `kind = \"client_credentials\"`",
            shape_auth::CLIENT_CREDENTIALS,
        ),
        ("`[auth]` with `kind = \"oauth1\"`", shape_auth::OAUTH1),
        ("`[auth]` with `kind = \"exchange\"`", shape_auth::EXCHANGE),
        ("`[auth]` with `kind = \"jwt\"`", shape_auth::JWT),
        (
            "`[auth]` with `kind = \"key\"`, `\"basic\"` or `\"none\"`",
            shape_auth::TYPED,
        ),
        ("`[auth.authorize]`", shape_auth::AUTHORIZE),
        (
            "`[auth.authorize]` of `client_credentials`",
            shape_auth::SEPARATOR,
        ),
        ("`auth.device`", shape_auth::ENDPOINT),
        ("`auth.request`", shape_auth::TEMPORARY),
        ("`[auth.token]`", shape_auth::TOKEN),
        ("`[auth.refresh]`", shape_auth::REFRESH),
        ("`[auth.revoke]`", shape_auth::REVOKE),
        ("`[auth.response]`", shape_auth::RESPONSE),
        ("`auth.response.expires`", shape_auth::EXPIRES),
        ("`[[auth.steps]]`", shape_auth::STEP),
        ("`[auth.sign]`", shape_auth::SIGN),
        ("`[http]`", shape::HTTP),
        ("`[http.retry]`", shape::RETRY),
        ("`[http.expired]`", shape::EXPIRED),
        ("`[http.test]`", shape::TEST),
        ("`[http.sign]`", shape::HTTP_SIGN),
        ("A request", shape::REQUEST),
        ("`[[discover]]`", shape::DISCOVER),
        ("`discover.choose`", shape::CHOOSE),
        ("`[variants.NAME]`", shape::VARIANT),
        ("`[options.NAME]`", shape::OPTION),
        ("`[options.NAME.variants.NAME]`", shape::OPTION_VARIANT),
    ];
    for (title, fields) in groups {
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "\n### {title}\n\n| key | type | default | meaning |\n|---|---|---|---|\n"
        );
        for field in *fields {
            let default = if field.default.is_empty() {
                String::new()
            } else {
                format!("`{}`", field.default)
            };
            let _ = writeln!(
                text,
                "| `{}` | {} | {default} | {} |",
                field.name,
                kind(field.shape),
                field.note.replace('|', "\\|")
            );
        }
    }
    text
}

fn kind(shape: Shape) -> String {
    let any_of = |choices: &[&str]| {
        choices
            .iter()
            .map(|choice| format!("`{choice}`"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    match shape {
        Shape::Text => "text".to_owned(),
        Shape::Template => "template".to_owned(),
        Shape::Url => "URL template".to_owned(),
        Shape::Bool => "true, false".to_owned(),
        Shape::Whole => "whole number".to_owned(),
        Shape::Choice(choices) => any_of(choices),
        Shape::Texts => "texts".to_owned(),
        Shape::Urls => "URL templates".to_owned(),
        Shape::Templates => "templates".to_owned(),
        Shape::Choices(choices) => format!("list of {}", any_of(choices)),
        Shape::Statuses => "HTTP statuses".to_owned(),
        Shape::TextMap => "table of texts".to_owned(),
        Shape::TemplateMap => "table of templates".to_owned(),
        Shape::TemplateTree => "any; texts are templates".to_owned(),
        Shape::Any => "as `type`".to_owned(),
        Shape::Scalars => "list of values".to_owned(),
        Shape::Table(_) | Shape::Auth => "table".to_owned(),
        Shape::Tables(_) => "list of tables".to_owned(),
        Shape::Named(_) => "tables by name".to_owned(),
    }
}
