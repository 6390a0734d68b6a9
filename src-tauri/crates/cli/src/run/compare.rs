//! `patchbay compare`: two sides beside each other.

use patchbay_commands::{CompareAnswer, CompareRow};
use patchbay_connector::LeafView;
use patchbay_engine::ErrorView;
use serde_json::{Value, json};

use super::traced;
use crate::args::CompareArgs;
use crate::exit::Exit;
use crate::output::Output;
use crate::session::Session;
use crate::table::table;

pub(super) async fn run(session: &Session, args: CompareArgs, output: Output) -> Result<Exit, ErrorView> {
    let payload = json!({ "left": side(&args.left), "right": side(&args.right) });
    let answer: CompareAnswer = session.ask("compare", payload).await?;
    output.show(&answer, |answer| text(answer, args.all));
    Ok(Exit::Done)
}

/// `integration:KEY`, `CONNECTION@ENTRY`, or a connection. An entry is an id, so a key with an @ in it still names its
/// connection.
fn side(text: &str) -> Value {
    if let Some(key) = text.strip_prefix("integration:") {
        return json!({ "kind": "integration", "integration": key });
    }
    match text.rsplit_once('@') {
        Some((connection, entry)) if patchbay_store::is_id(entry) => {
            json!({ "kind": "history", "connection": connection, "entry": entry })
        }
        _ => json!({ "kind": "connection", "connection": text }),
    }
}

fn text(answer: &CompareAnswer, all: bool) -> String {
    let rows: Vec<_> = answer
        .rows
        .iter()
        .filter(|row| all || !row.same)
        .map(|row: &CompareRow| {
            let sign = if row.same { "=" } else { "≠" };
            [
                row.path.clone(),
                cell(row.left.as_ref()),
                sign.to_owned(),
                cell(row.right.as_ref()),
            ]
        })
        .collect();
    if rows.is_empty() {
        return format!(
            "{} and {} have the same parameters.",
            answer.left_title, answer.right_title
        );
    }
    table(["parameter", &answer.left_title, "", &answer.right_title], &rows)
}

fn cell(leaf: Option<&LeafView>) -> String {
    match leaf {
        None => "(not set)".to_owned(),
        Some(leaf) if leaf.removed => "(removed)".to_owned(),
        Some(leaf) => format!("{} ({})", traced::plain(&leaf.value), traced::name(&leaf.layer)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_is_named_in_three_ways() {
        let entry = "0123456789abcdef01234567";
        assert_eq!(side("integration:acme")["integration"], "acme");
        assert_eq!(
            side(&format!("me@acme.example@{entry}"))["connection"],
            "me@acme.example"
        );
        assert_eq!(side(&format!("x@{entry}"))["entry"], entry);
        assert_eq!(side("me@acme.example")["kind"], "connection");
    }
}
